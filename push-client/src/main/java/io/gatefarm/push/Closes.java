package io.gatefarm.push;

import io.gatefarm.redis.event.Message;
import java.util.concurrent.CompletionStage;

/**
 * The closing part of a {@link Gateway}, which tells about order, threads, names, nulls and errors. No method blocks; each is one
 * Redis call, and its stage completes when Redis has taken it, which is before the client is gone: until its close event it is
 * online and in its groups.
 *
 * <p>However often a client is closed, the first close counts and its close event comes once; closing who is offline does
 * nothing. A client that does not answer the close frame within the gateway's {@code closeTimeout} is cut off.
 */
public interface Closes {
    /** Closes a client's connection; what was sent to it before arrives first. */
    CompletionStage<Receipt> closeClient(String clientId, Close close);

    /** Closes a client's connection with code 1000. */
    default CompletionStage<Receipt> closeClient(String clientId) {
        return closeClient(clientId, Close.NORMAL);
    }

    /** Sends a client a last message, then closes its connection with code 1000. */
    default CompletionStage<Receipt> closeClient(String clientId, Message last) {
        return closeClient(clientId, Close.NORMAL.after(last));
    }

    /** Sends a client a last text, then closes its connection with code 1000. */
    default CompletionStage<Receipt> closeClient(String clientId, String last) {
        return closeClient(clientId, Message.text(last));
    }

    /** Closes a client's connection; code and reason as in {@link Close}. */
    default CompletionStage<Receipt> closeClient(String clientId, int code, String reason) {
        return closeClient(clientId, Close.with(code, reason));
    }

    /** Closes every connection of a uid. */
    CompletionStage<Receipt> closeUid(String uid, Close close);

    /** Closes every connection of a uid with code 1000. */
    default CompletionStage<Receipt> closeUid(String uid) {
        return closeUid(uid, Close.NORMAL);
    }

    /** Closes every connection of the uid that is this number with code 1000. */
    default CompletionStage<Receipt> closeUid(long uid) {
        return closeUid(Long.toString(uid));
    }

    /** Closes every connection of a uid; code and reason as in {@link Close}. */
    default CompletionStage<Receipt> closeUid(String uid, int code, String reason) {
        return closeUid(uid, Close.with(code, reason));
    }

    /** Cuts a client off at once: what is queued for it is thrown away, and no close frame is sent. */
    CompletionStage<Receipt> abortClient(String clientId);
}
