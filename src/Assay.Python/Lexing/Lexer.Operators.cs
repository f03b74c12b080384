using Assay.Python.Syntax;

namespace Assay.Python.Lexing;

internal sealed partial class Lexer
{
    private Token OperatorAt(byte unit, int at)
    {
        byte second = _bytes[at + 1];
        switch (unit)
        {
            case (byte)'(':
                Brackets++;
                return Take(Token.LeftParenthesis, at + 1);
            case (byte)'[':
                Brackets++;
                return Take(Token.LeftBracket, at + 1);
            case (byte)'{':
                Brackets++;
                return Take(Token.LeftBrace, at + 1);
            case (byte)')':
                return Close(Token.RightParenthesis, at + 1);
            case (byte)']':
                return Close(Token.RightBracket, at + 1);
            case (byte)'}':
                return Close(Token.RightBrace, at + 1);
            case (byte)':':
                return second == '=' && Brackets != _fieldBrackets ? Take(Token.Walrus, at + 2) : Take(Token.Colon, at + 1);
            case (byte)',':
                return Take(Token.Comma, at + 1);
            case (byte)';':
                return Take(Token.Semicolon, at + 1);
            case (byte)'.':
                return second is >= (byte)'0' and <= (byte)'9' ? Number(at)
                    : second == '.' && _bytes[at + 2] == '.' ? Take(Token.Ellipsis, at + 3)
                    : Take(Token.Dot, at + 1);
            case (byte)'=':
                return second == '=' ? Take(Token.EqualEqual, at + 2) : Take(Token.Assign, at + 1);
            case (byte)'!':
                return second == '=' ? Take(Token.NotEqual, at + 2) : Take(Token.Exclamation, at + 1);
            case (byte)'<':
                return second switch
                {
                    (byte)'<' => Augmentable(Token.LeftShift, Operator.LeftShift, at + 2),
                    (byte)'=' => Take(Token.LessEqual, at + 2),
                    (byte)'>' => Take(Token.NotEqual, at + 2),
                    _ => Take(Token.Less, at + 1),
                };
            case (byte)'>':
                return second switch
                {
                    (byte)'>' => Augmentable(Token.RightShift, Operator.RightShift, at + 2),
                    (byte)'=' => Take(Token.GreaterEqual, at + 2),
                    _ => Take(Token.Greater, at + 1),
                };
            case (byte)'*':
                return second == '*' ? Augmentable(Token.DoubleStar, Operator.Power, at + 2) : Augmentable(Token.Star, Operator.Multiply, at + 1);
            case (byte)'/':
                return second == '/'
                    ? Augmentable(Token.DoubleSlash, Operator.FloorDivide, at + 2)
                    : Augmentable(Token.Slash, Operator.Divide, at + 1);
            case (byte)'-':
                return second == '>' ? Take(Token.Arrow, at + 2) : Augmentable(Token.Minus, Operator.Subtract, at + 1);
            case (byte)'+':
                return Augmentable(Token.Plus, Operator.Add, at + 1);
            case (byte)'%':
                return Augmentable(Token.Percent, Operator.Modulo, at + 1);
            case (byte)'@':
                return Augmentable(Token.At, Operator.MatrixMultiply, at + 1);
            case (byte)'&':
                return Augmentable(Token.Ampersand, Operator.BitAnd, at + 1);
            case (byte)'|':
                return Augmentable(Token.Bar, Operator.BitOr, at + 1);
            case (byte)'^':
                return Augmentable(Token.Caret, Operator.BitXor, at + 1);
            case (byte)'~':
                return Take(Token.Tilde, at + 1);
            default:
                return Take(Token.Backtick, at + 1);
        }
    }

    private Token Take(Token token, int end)
    {
        End = Position = end;
        return token;
    }

    private Token Close(Token token, int end)
    {
        Brackets = Math.Max(0, Brackets - 1);
        return Take(token, end);
    }

    private Token Augmentable(Token token, Operator op, int end)
    {
        if (_bytes[end] != '=')
        {
            return Take(token, end);
        }

        Operator = op;
        return Take(Token.AugmentedAssign, end + 1);
    }
}
