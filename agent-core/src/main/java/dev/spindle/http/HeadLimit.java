package dev.spindle.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/** Breaks a call off whose status and headers are not there in time, however much of them drips in meanwhile. For one use. */
final class HeadLimit extends AsyncTimeout {
    private final Call call;

    private HeadLimit(Call call) {
        this.call = call;
    }

    /** A limit from now on; none if it is zero. */
    static HeadLimit of(Duration limit, Call call) {
        HeadLimit head = new HeadLimit(call);
        head.timeout(limit.toNanos(), TimeUnit.NANOSECONDS);
        return head;
    }

    Response execute() throws IOException {
        enter();
        Response response;
        try {
            response = call.execute();
        } catch (IOException failure) {
            throw exit() ? late(failure) : failure;
        } catch (RuntimeException | Error failure) {
            exit();
            throw failure;
        }
        if (!exit()) return response;
        response.close();
        throw late(null);
    }

    @Override
    protected void timedOut() {
        call.cancel();
    }

    private static SocketTimeoutException late(@Nullable IOException cause) {
        SocketTimeoutException late = new SocketTimeoutException("status and headers did not come in time");
        if (cause != null) late.initCause(cause);
        return late;
    }
}
