package io.gatefarm.worker;

import io.gatefarm.push.Close;
import io.gatefarm.push.Gateway;
import io.gatefarm.push.Receipt;
import io.gatefarm.push.SendOptions;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.event.Message;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The client whose event is being handled. Made anew for each callback.
 *
 * <p>Sends, closes and changes never block; they go through the worker's {@link Gateway}, in call order, and may be called from
 * any thread, also after the callback. Questions block, mostly for one Redis call. {@link #session} belongs to the callback.
 *
 * <p>In {@code onClose} the client is gone: sends and changes find it offline, it is in no group, but uid, session and where it
 * came from can still be read.
 */
public interface Client {
    /** Never given to another client. */
    String id();

    /** The gateway that holds, or held, the client. */
    String gatewayId();

    /**
     * Names the event that is being handled: the same whenever it comes, and no other event's. {@code <client>/open} and {@code
     * <client>/close}, of which every client has one, and {@code <gateway>:<partition>:<number>} for a message. What must be done
     * once, such as a payment, is done under this key. A message that an operator has replayed from the dead letters has another one,
     * {@code letter:<its id>}.
     */
    String eventKey();

    /**
     * True when the event's callback may have been begun before, here or in another worker: after a worker died or lost its
     * lease, after Redis was away or lost data, and at each further try. True is said of some events that come for the first time,
     * too, those that waited when a worker died. False is said of a repeat only when faults coincide, such as a worker's hang with
     * the loss of Redis's last writes: what must not be done twice is kept by {@link #eventKey}, not by this flag alone.
     */
    boolean isRedelivered();

    /**
     * The client's IP address, as its handshake told it; "" when Redis has lost it. Known in {@code onConnect}; in other
     * callbacks the first call of this, {@link #remotePort} or {@link #connectedAt} reads Redis.
     */
    String remoteAddress();

    /** The client's port; 0 when Redis has lost it. Cost as {@link #remoteAddress}. */
    int remotePort();

    /** When the gateway took the client in, by its clock; {@link Instant#EPOCH} when Redis has lost it. Cost as {@link #remoteAddress}. */
    Instant connectedAt();

    /**
     * The uid bound to the client. Read from Redis at the first call of a callback and again after the callback has bound or
     * unbound it.
     */
    Optional<String> uid();

    /** The groups that the client is in. One Redis call each time; O(groups). */
    Set<String> groups();

    /** What the app keeps about the client. Read from Redis at its first use, written back once after the callback. */
    Session session();

    /**
     * Writes the session's changes now, for callbacks that make the client visible to others before they end. Blocks for one
     * Redis call; does nothing when nothing has changed. Throws what the write-back after the callback would.
     */
    void saveSession();

    /**
     * The push API, to reach other clients. What is done to this client through it counts as if it were done here: a changed uid
     * or session is read again, a session command writes the callback's own changes first and blocks for that.
     */
    Gateway gateway();

    /** Sends to the client. */
    CompletionStage<Receipt> send(Message message, SendOptions options);

    /** Sends to the client. */
    default CompletionStage<Receipt> send(Message message) {
        return send(message, SendOptions.DEFAULTS);
    }

    /** Sends text to the client. */
    default CompletionStage<Receipt> send(String text) {
        return send(Message.text(text));
    }

    /**
     * Closes the connection; what was sent before arrives first. What the client has sent meanwhile is not listened to: when a
     * callback has closed its client, by this or by its id, {@code onClose} is all that follows for it.
     */
    CompletionStage<Receipt> close(Close close);

    /** Closes the connection with code 1000. */
    default CompletionStage<Receipt> close() {
        return close(Close.NORMAL);
    }

    /** Sends a last message, then closes the connection with code 1000. */
    default CompletionStage<Receipt> close(Message last) {
        return close(Close.NORMAL.after(last));
    }

    /** Sends a last text, then closes the connection with code 1000. */
    default CompletionStage<Receipt> close(String last) {
        return close(Message.text(last));
    }

    /** Closes the connection; code and reason as in {@link Close}. */
    default CompletionStage<Receipt> close(int code, String reason) {
        return close(Close.with(code, reason));
    }

    /**
     * Cuts the client off at once: what is queued for it is thrown away, and no close frame is sent. As after {@link #close}, only
     * {@code onClose} follows.
     */
    CompletionStage<Receipt> abort();

    /** Adds the client to a group. */
    CompletionStage<Change> joinGroup(String group);

    /** Adds the client to the group of that number. */
    default CompletionStage<Change> joinGroup(long group) {
        return joinGroup(Long.toString(group));
    }

    /** Takes the client out of a group. */
    CompletionStage<Change> leaveGroup(String group);

    /** Takes the client out of the group of that number. */
    default CompletionStage<Change> leaveGroup(long group) {
        return leaveGroup(Long.toString(group));
    }

    /** Gives the client its uid, in place of the one it had. */
    CompletionStage<Change> bindUid(String uid);

    /** Gives the client a number as its uid. */
    default CompletionStage<Change> bindUid(long uid) {
        return bindUid(Long.toString(uid));
    }

    /** Takes the client's uid away. */
    CompletionStage<Change> unbindUid();
}
