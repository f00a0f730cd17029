package io.gatefarm.worker;

import io.gatefarm.push.Gateway;
import io.gatefarm.push.Receipt;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.event.Message;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The client whose event is being handled. Its sends and changes go through the worker's {@link Gateway}, in
 * call order; they may be called after the callback, too, from any thread. {@link #session} belongs to the callback.
 */
public interface Client {
    /** Never given to another client. */
    String id();

    /** The gateway that holds, or held, the client. */
    String gatewayId();

    /** The uid bound to the client. Read from Redis at the first call of a callback. */
    Optional<String> uid();

    /**
     * What the app keeps about the client. Read from Redis at the first call of a callback, written back once after it, before
     * the client's next event; use it on the callback's thread only.
     */
    Session session();

    /**
     * Writes the session's changes now, for callbacks that make the client visible to others before they end. Blocks for one
     * Redis call; does nothing when nothing has changed.
     */
    void saveSession();

    /** The push API, to reach other clients. */
    Gateway gateway();

    /** Sends to the client. Never blocks. */
    CompletionStage<Receipt> send(Message message);

    /** Sends text to the client. */
    default CompletionStage<Receipt> send(String text) {
        return send(Message.text(text));
    }

    /** Closes the connection with code 1000; what was sent before arrives first. */
    default CompletionStage<Receipt> close() {
        return close(1000, "");
    }

    /** Closes the connection; codes as in {@link Gateway#closeClient(String, int, String)}. */
    CompletionStage<Receipt> close(int code, String reason);

    /** Adds the client to a group. */
    CompletionStage<Change> joinGroup(String group);

    /** Takes the client out of a group. */
    CompletionStage<Change> leaveGroup(String group);

    /** Gives the client its uid. */
    CompletionStage<Change> bindUid(String uid);

    /** Takes the client's uid away. */
    CompletionStage<Change> unbindUid();
}
