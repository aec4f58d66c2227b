package dev.spindle.tools.math;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.config.MapBasedOperatorDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.FunctionIfc;
import com.ezylang.evalex.functions.FunctionParameterDefinition;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.parser.ParseException;
import com.ezylang.evalex.parser.Token;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One expression worked out. The library parses it and walks its tree; every operator and function is one of ours, whose operands and
 * results are bounded. Used once.
 */
final class Calculation {
    private static final Pattern NEGATIVE_EXPONENT = Pattern.compile("\\^\\s*-\\s*(\\d++(?:\\.\\d++)?)(?![\\w.^])");

    private final Digits digits;
    private final MathPolicy policy;
    private final MapBasedOperatorDictionary operators = new MapBasedOperatorDictionary();
    private final MapBasedFunctionDictionary functions = new MapBasedFunctionDictionary();

    Calculation(MathPolicy policy) {
        this.policy = policy;
        this.digits = new Digits(policy);
        operators();
        functions();
    }

    /** The result in words for a model. */
    String of(String expression) throws ParseException, EvaluationException {
        ExpressionConfiguration configuration = ExpressionConfiguration.builder()
                .operatorDictionary(operators)
                .functionDictionary(functions)
                .mathContext(new MathContext(2 * policy.maxDigits(), RoundingMode.HALF_EVEN))
                .arraysAllowed(false)
                .structuresAllowed(false)
                .implicitMultiplicationAllowed(false)
                .build();
        EvaluationValue value = new Expression(bracketed(expression), configuration).evaluate();
        if (value.isBooleanValue()) return String.valueOf(value.getBooleanValue());
        String shown = digits.shown(number(value));
        // PI and E are rounded to 68 digits by the library.
        boolean rounded = digits.rounded() || expression.matches("(?is).*(?<![A-Z0-9.])(PI|E)(?![A-Z0-9]).*");
        return shown + (rounded ? "\n[rounded; not exact]" : "\n[exact]");
    }

    /** To the library a sign behind {@code ^} is an operator too few. */
    private static String bracketed(String expression) {
        return NEGATIVE_EXPONENT.matcher(expression).replaceAll("^(-$1)");
    }

    private void operators() {
        int additive = OperatorIfc.OPERATOR_PRECEDENCE_ADDITIVE;
        int multiplicative = OperatorIfc.OPERATOR_PRECEDENCE_MULTIPLICATIVE;
        infix("+", additive, (a, b) -> digits.checked(a.add(b)));
        infix("-", additive, (a, b) -> digits.checked(a.subtract(b)));
        infix("*", multiplicative, digits::multiply);
        infix("/", multiplicative, digits::divide);
        infix("%", multiplicative, digits::remainder);
        operators.addOperator(
                "^",
                new Operator(
                        OperatorIfc.OPERATOR_PRECEDENCE_POWER_HIGHER,
                        false,
                        false,
                        in -> EvaluationValue.numberValue(digits.power(in.get(0), in.get(1)))));
        prefix("-", BigDecimal::negate);
        prefix("+", number -> number);
        comparison("=", (a, b) -> a.compareTo(b) == 0);
        comparison("==", (a, b) -> a.compareTo(b) == 0);
        comparison("!=", (a, b) -> a.compareTo(b) != 0);
        comparison("<", (a, b) -> a.compareTo(b) < 0);
        comparison("<=", (a, b) -> a.compareTo(b) <= 0);
        comparison(">", (a, b) -> a.compareTo(b) > 0);
        comparison(">=", (a, b) -> a.compareTo(b) >= 0);
    }

    private void functions() {
        function("ABS", 1, in -> in.get(0).abs());
        function("SQRT", 1, in -> digits.root(in.get(0)));
        function("FACT", 1, in -> digits.factorial(in.get(0)));
        function("FLOOR", 1, in -> digits.places(in.get(0), BigDecimal.ZERO, RoundingMode.FLOOR));
        function("CEILING", 1, in -> digits.places(in.get(0), BigDecimal.ZERO, RoundingMode.CEILING));
        function("ROUND", 2, in -> digits.places(in.get(0), in.get(1), RoundingMode.HALF_EVEN));
        function("MIN", 0, in -> in.stream().reduce(BigDecimal::min).orElseThrow());
        function("MAX", 0, in -> in.stream().reduce(BigDecimal::max).orElseThrow());
        function("SUM", 0, this::sum);
        function("AVERAGE", 0, in -> digits.divide(sum(in), BigDecimal.valueOf(in.size())));
        approximate("LN", StrictMath::log);
        approximate("LOG10", StrictMath::log10);
        approximate("EXP", StrictMath::exp);
        approximate("SIN", StrictMath::sin);
        approximate("COS", StrictMath::cos);
        approximate("TAN", StrictMath::tan);
    }

    private BigDecimal sum(List<BigDecimal> numbers) {
        return numbers.stream().reduce(BigDecimal.ZERO, (a, b) -> digits.checked(a.add(b)));
    }

    private void infix(String sign, int precedence, BinaryOperator<BigDecimal> body) {
        operators.addOperator(
                sign,
                new Operator(
                        precedence, true, false, in -> EvaluationValue.numberValue(body.apply(in.get(0), in.get(1)))));
    }

    private void prefix(String sign, Function<BigDecimal, BigDecimal> body) {
        operators.addOperator(
                sign,
                new Operator(
                        OperatorIfc.OPERATOR_PRECEDENCE_UNARY,
                        false,
                        true,
                        in -> EvaluationValue.numberValue(body.apply(in.get(0)))));
    }

    private void comparison(String sign, BiPredicate<BigDecimal, BigDecimal> body) {
        operators.addOperator(
                sign,
                new Operator(
                        OperatorIfc.OPERATOR_PRECEDENCE_COMPARISON,
                        true,
                        false,
                        in -> EvaluationValue.booleanValue(body.test(in.get(0), in.get(1)))));
    }

    private void function(String name, int operands, Function<List<BigDecimal>, BigDecimal> body) {
        functions.addFunction(name, new Named(operands, in -> EvaluationValue.numberValue(body.apply(in))));
    }

    private void approximate(String name, DoubleUnaryOperator body) {
        function(name, 1, in -> digits.approximate(body.applyAsDouble(in.get(0).doubleValue())));
    }

    private List<BigDecimal> numbers(EvaluationValue... values) {
        List<BigDecimal> numbers = new ArrayList<>();
        for (EvaluationValue value : values) numbers.add(number(value));
        return numbers;
    }

    private BigDecimal number(EvaluationValue value) {
        if (!value.isNumberValue()) throw new RefusedMathException("Only numbers can be calculated with.");
        return digits.checked(value.getNumberValue());
    }

    private final class Operator implements OperatorIfc {
        private final int precedence;
        private final boolean left;
        private final boolean prefix;
        private final Function<List<BigDecimal>, EvaluationValue> body;

        Operator(int precedence, boolean left, boolean prefix, Function<List<BigDecimal>, EvaluationValue> body) {
            this.precedence = precedence;
            this.left = left;
            this.prefix = prefix;
            this.body = body;
        }

        @Override
        public int getPrecedence() {
            return precedence;
        }

        @Override
        public int getPrecedence(ExpressionConfiguration configuration) {
            return precedence;
        }

        @Override
        public boolean isLeftAssociative() {
            return left;
        }

        @Override
        public boolean isPrefix() {
            return prefix;
        }

        @Override
        public boolean isPostfix() {
            return false;
        }

        @Override
        public boolean isInfix() {
            return !prefix;
        }

        @Override
        public boolean isOperandLazy() {
            return false;
        }

        @Override
        public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands) {
            return body.apply(numbers(operands));
        }
    }

    private final class Named implements FunctionIfc {
        private final List<FunctionParameterDefinition> parameters;
        private final Function<List<BigDecimal>, EvaluationValue> body;

        /** A function of so many operands; 0 for one or more. */
        Named(int operands, Function<List<BigDecimal>, EvaluationValue> body) {
            this.parameters = new ArrayList<>();
            for (int at = 0; at < Math.max(1, operands); at++) {
                parameters.add(FunctionParameterDefinition.builder()
                        .name("operand" + at)
                        .isVarArg(operands == 0)
                        .build());
            }
            this.body = body;
        }

        @Override
        public List<FunctionParameterDefinition> getFunctionParameterDefinitions() {
            return parameters;
        }

        @Override
        public boolean hasVarArgs() {
            return parameters.get(0).isVarArg();
        }

        @Override
        public void validatePreEvaluation(Token token, EvaluationValue... operands) {
            // Each function checks its own.
        }

        @Override
        public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... operands) {
            if (operands.length == 0) throw new RefusedMathException("A function takes one number or more.");
            return body.apply(numbers(operands));
        }
    }
}
