package dev.spindle.tools.math;

import com.ezylang.evalex.BaseException;
import dev.spindle.tool.Param;
import dev.spindle.tool.Tool;
import dev.spindle.tool.ToolResult;
import dev.spindle.tools.text.QuotedText;

/**
 * Tools that calculate: {@code calculate} works out an expression in exact decimals, {@code convert_unit} takes a value from one unit to
 * another.
 *
 * <p>Every result says whether it is exact. Length, digits and exponents are bounded before they cost anything. Thread-safe.
 */
public final class MathTools {
    private static final int MAX_MESSAGE = 300;
    private static final String EXPRESSION =
            "The expression, such as '(19.99 + 5) * 1.19'. Operators: + - * / % ^ = != < <= > >=. Functions: ABS, MIN, MAX, SUM, AVERAGE,"
                    + " ROUND(x, places), FLOOR, CEILING, SQRT, FACT, LN, LOG10, EXP, SIN, COS, TAN (radians). Constants: PI, E";
    private static final String UNIT =
            "A unit, such as 'km', 'mi/h', 'lb', 'degF', 'kWh' or 'MiB'; one '/' may stand in it";

    private final MathPolicy policy;

    /** Tools with the default policy. */
    public MathTools() {
        this(MathPolicy.DEFAULT);
    }

    /** Tools with a policy. */
    public MathTools(MathPolicy policy) {
        this.policy = policy;
    }

    /** Works out an expression. */
    @Tool(
            name = "calculate",
            value = "Works out an expression in exact decimal numbers, and says whether the result is exact.",
            effect = Tool.Effect.READ)
    public ToolResult calculate(@Param(EXPRESSION) String expression) {
        if (expression.isBlank() || expression.length() > policy.maxCharacters()) {
            return ToolResult.failed("The expression has " + expression.length() + " characters; give 1 to "
                    + policy.maxCharacters() + ".");
        }
        try {
            return ToolResult.text(new Calculation(policy).of(expression));
        } catch (BaseException wrong) {
            return ToolResult.failed("At character " + wrong.getStartPosition() + ": "
                    + QuotedText.line(String.valueOf(wrong.getMessage()), MAX_MESSAGE));
        } catch (RefusedMathException refused) {
            return ToolResult.failed(refused.explanation());
        }
    }

    /** Takes a value from one unit to another of its kind. */
    @Tool(
            name = "convert_unit",
            value = "Takes a value from one unit of measure to another of the same kind, to 28 digits.",
            effect = Tool.Effect.READ)
    public ToolResult convertUnit(
            @Param("The value, a decimal number") String value, @Param(UNIT) String from, @Param(UNIT) String to) {
        try {
            Digits digits = new Digits(policy);
            String converted = digits.shown(digits.checked(new KnownUnits().convert(digits.parse(value), from, to)));
            return ToolResult.text(value.strip() + " " + from.strip() + " = " + converted + " " + to.strip());
        } catch (RefusedMathException refused) {
            return ToolResult.failed(refused.explanation());
        }
    }
}
