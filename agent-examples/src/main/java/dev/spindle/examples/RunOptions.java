package dev.spindle.examples;

import dev.spindle.event.Limits;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What every command can be told about its run. */
final class RunOptions {
    @Option(names = "--model", paramLabel = "NAME", description = "The model to ask, in place of OPENAI_MODEL.")
    @Nullable
    String model;

    @Option(names = "--base-url", paramLabel = "URL", description = "The server to ask, in place of OPENAI_BASE_URL.")
    @Nullable
    String baseUrl;

    @Option(
            names = "--max-turns",
            paramLabel = "N",
            description = "The most replies of the model; 20 unless told otherwise.")
    @Nullable
    Integer maxTurns;

    @Option(
            names = "--budget",
            paramLabel = "USD",
            converter = Dollars.class,
            description = "The most that the run may cost, in US dollars; a call that may cost more is not made.")
    @Nullable
    BigDecimal budget;

    @Mixin
    final PriceOption prices = new PriceOption();

    @Mixin
    final JournalOption keeping = new JournalOption();

    /** Reads an amount. */
    static final class Dollars implements ITypeConverter<BigDecimal> {
        @Override
        public BigDecimal convert(String written) {
            try {
                return new BigDecimal(written.strip());
            } catch (NumberFormatException none) {
                throw new TypeConversionException("'" + written + "' is no amount of US dollars; write it as 0.05");
            }
        }
    }

    /** Whether any limit was given. */
    boolean limited() {
        return maxTurns != null || budget != null;
    }

    /**
     * The limits of the run.
     *
     * @throws UsageException if they are out of range
     */
    Limits limits() {
        try {
            Limits limits = maxTurns == null ? Limits.DEFAULT : Limits.DEFAULT.withMaxTurns(maxTurns);
            return budget == null ? limits : limits.withMaxCost(budget);
        } catch (IllegalArgumentException outOfRange) {
            throw new UsageException(outOfRange.getMessage() + "; see --max-turns and --budget");
        }
    }
}
