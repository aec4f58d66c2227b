package dev.spindle.retrieval.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.spindle.context.AgentException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A network of a model, ready to run: the only class that knows ONNX Runtime.
 *
 * <p>It runs one text at a time on the calling thread, since a quantized network rounds by what else is in its batch: so a text always has
 * the same vector, and several threads are as fast as one batch. Thread-safe.
 */
final class OnnxNetwork implements AutoCloseable {
    private static final long LOADING_STACK_BYTES = 16 << 20;
    /**
     * What makes one operator of the many that a layer's norm consists of: that operator adds number by number, and took a quarter of all time,
     * where the many take a row of numbers at once.
     */
    private static final String SLOWER = "LayerNormFusionL1;LayerNormFusionL2";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Set<String> inputs;

    private OnnxNetwork(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
        this.inputs = session.getInputNames();
    }

    /**
     * Loads a network on a thread of its own: to read and optimise it takes more than the stack of a Java thread, and what overflows in native code
     * ends the process without a word.
     */
    static OnnxNetwork of(byte[] weights) {
        FutureTask<OnnxNetwork> loading = new FutureTask<>(() -> loaded(weights));
        Thread thread = new Thread(null, loading, "spindle-onnx-loading", LOADING_STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return loading.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException broken) throw broken;
            if (failed.getCause() instanceof Error broken) throw broken;
            throw new IllegalStateException("Loading throws nothing checked", failed);
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private static OnnxNetwork loaded(byte[] weights) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            environment.setTelemetry(false);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.addConfigEntry("optimization.disable_specified_optimizers", SLOWER);
            return new OnnxNetwork(environment, environment.createSession(weights, options));
        } catch (OrtException broken) {
            throw failed("be loaded", broken);
        }
    }

    private static AgentException failed(String what, OrtException broken) {
        return new AgentException(
                "The network of an embedding model cannot " + what + ": " + broken.getMessage(), broken);
    }

    /** The vectors of the tokens of a text, one behind the other. */
    float[] run(long[] ids) {
        Map<String, OnnxTensor> given = new HashMap<>();
        long[] shape = {1, ids.length};
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try {
            put(given, "input_ids", ids, shape);
            put(given, "attention_mask", ones, shape);
            put(given, "token_type_ids", new long[ids.length], shape);
            try (OrtSession.Result result = session.run(given)) {
                FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
                float[] vectors = new float[values.remaining()];
                values.get(vectors);
                return vectors;
            }
        } catch (OrtException broken) {
            throw failed("run", broken);
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private void put(Map<String, OnnxTensor> given, String name, long[] values, long[] shape) throws OrtException {
        if (inputs.contains(name)) {
            given.put(name, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape));
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException broken) {
            throw failed("be closed", broken);
        }
    }
}
