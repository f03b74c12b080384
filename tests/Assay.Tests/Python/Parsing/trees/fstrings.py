f'a{b}c'
f"{x!r:>{w}.{p}}"
f'{a["b"]}' f"{'x' 'y'}"
f'{{}} {{{x}}}'
f'{x=}, {x = !s:10}'
f'{f"{f'{1}'}"}'
f'{x:{y:{z}}}'
f'{lambda_}{ {1: 2}[1] }'
rf'\d{x}\{y}'
f'\N{DIGIT ONE}{x}'
f'''{
    a  # why
    + b
}'''
f'{a, *b}' f'{yield}'
f'{x:%Y-%m-%d}{x!a}'
f''
'a' f'{b}' 'c'
