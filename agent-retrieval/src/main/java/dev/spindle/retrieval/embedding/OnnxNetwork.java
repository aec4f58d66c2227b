package dev.spindle.retrieval.embedding;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.spindle.context.AgentException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

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
    private final String output;
    private final int dimensions;

    /** Memory for vectors, of which each text that runs takes one: a text has up to a megabyte of them, too much to be thrown away each time. */
    private final Queue<FloatBuffer> spare = new ConcurrentLinkedQueue<>();

    private OnnxNetwork(OrtEnvironment environment, OrtSession session) throws OrtException {
        this.environment = environment;
        this.session = session;
        this.inputs = session.getInputNames();
        NodeInfo first = session.getOutputInfo().values().iterator().next();
        this.output = first.getName();
        long[] shape = ((TensorInfo) first.getInfo()).getShape();
        this.dimensions = Math.toIntExact(shape[shape.length - 1]);
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

    /**
     * Runs a text.
     *
     * @param reading is given the vectors of the tokens, one behind the other, and keeps none of that memory
     */
    <T> T run(long[] ids, Function<FloatBuffer, T> reading) {
        Map<String, OnnxTensor> given = new HashMap<>();
        long[] shape = {1, ids.length};
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        FloatBuffer vectors = memory(ids.length * dimensions);
        try (OnnxTensor made = OnnxTensor.createTensor(environment, vectors, new long[] {1, ids.length, dimensions})) {
            put(given, "input_ids", ids, shape);
            put(given, "attention_mask", ones, shape);
            put(given, "token_type_ids", new long[ids.length], shape);
            session.run(given, Map.of(output, made)).close();
            return reading.apply(vectors);
        } catch (OrtException broken) {
            throw failed("run", broken);
        } finally {
            given.values().forEach(OnnxTensor::close);
            spare.add(vectors);
        }
    }

    /** How many numbers a vector has. */
    int dimensions() {
        return dimensions;
    }

    private FloatBuffer memory(int numbers) {
        FloatBuffer known = spare.poll();
        if (known == null || known.capacity() < numbers) {
            int bytes = Float.BYTES * 2 * Integer.highestOneBit(numbers);
            known = ByteBuffer.allocateDirect(bytes)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
        return known.clear().limit(numbers);
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
