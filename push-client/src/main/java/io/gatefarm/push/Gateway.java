package io.gatefarm.push;

import com.google.gson.JsonObject;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.event.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The gateways as one: sends to clients, changes their groups and uids, and asks where they are. In a worker it is {@code
 * worker.gateway()}; elsewhere {@link GatewayClient#connect} opens it.
 *
 * <p><b>Order.</b> Sends and changes never block; they go through one queue, so calls made through one {@code Gateway} take
 * effect in call order for each client, whatever the methods. A query that follows sees them.
 *
 * <p><b>Threads.</b> Every method may be called from any thread. Stages complete on a Redis I/O thread: what is chained to them
 * must not block. Queries block; call them from a thread that may.
 *
 * <p><b>Names.</b> A uid or group is 1 to 256 bytes of UTF-8 without control characters, anything else an {@link
 * IllegalArgumentException} that shows it. An unknown or offline client, uid or group is no error.
 *
 * <p><b>Errors.</b> {@link io.gatefarm.redis.connection.RedisUnavailableException}: Redis did not answer in time, the outcome
 * is unknown, and nothing is sent again by itself. {@link io.gatefarm.redis.connection.RedisRefusedException}: Redis said no.
 * {@link OverloadedException}: more than 10,000 calls are waiting. Stages fail with them; queries throw them.
 */
public interface Gateway {
    /** Sends to one client. One Redis call. */
    CompletionStage<Receipt> sendToClient(String clientId, Message message);

    /** Sends text to one client. */
    default CompletionStage<Receipt> sendToClient(String clientId, String text) {
        return sendToClient(clientId, Message.text(text));
    }

    /** Sends to every client of the uid. One Redis call. */
    CompletionStage<Receipt> sendToUid(String uid, Message message, String... exceptClientIds);

    /** Sends text to every client of the uid. */
    default CompletionStage<Receipt> sendToUid(String uid, String text, String... exceptClientIds) {
        return sendToUid(uid, Message.text(text), exceptClientIds);
    }

    /** Sends to every member of the group. One Redis call, and one publication per gateway that holds a member. */
    CompletionStage<Receipt> sendToGroup(String group, Message message, String... exceptClientIds);

    /** Sends text to every member of the group. */
    default CompletionStage<Receipt> sendToGroup(String group, String text, String... exceptClientIds) {
        return sendToGroup(group, Message.text(text), exceptClientIds);
    }

    /** Sends to every client of the app. One Redis call. */
    CompletionStage<Receipt> sendToAll(Message message, String... exceptClientIds);

    /** Sends text to every client of the app. */
    default CompletionStage<Receipt> sendToAll(String text, String... exceptClientIds) {
        return sendToAll(Message.text(text), exceptClientIds);
    }

    /** Adds the client to the group. One Redis call. */
    CompletionStage<Change> joinGroup(String clientId, String group);

    /** Takes the client out of the group. One Redis call. */
    CompletionStage<Change> leaveGroup(String clientId, String group);

    /** Gives the client its uid, in place of the one it had; a uid may have many clients. One Redis call. */
    CompletionStage<Change> bindUid(String clientId, String uid);

    /** Takes the client's uid away. One Redis call. */
    CompletionStage<Change> unbindUid(String clientId);

    /**
     * Merges values into the client's session: objects key by key, a null removes its key, anything else replaces. Two Redis
     * calls, more when others write at the same time.
     *
     * @return true when written, false when the client is gone
     */
    CompletionStage<Boolean> updateSession(String clientId, JsonObject changes);

    /**
     * Closes a client's connection. What was sent to it before arrives before the close frame. One Redis call.
     *
     * @param code 1000, 3000 to 3999 or 4200 to 4999
     * @param reason at most 123 bytes of UTF-8
     * @throws IllegalArgumentException for any other code or a longer reason
     */
    CompletionStage<Receipt> closeClient(String clientId, int code, String reason);

    /** Closes a client's connection with code 1000. */
    default CompletionStage<Receipt> closeClient(String clientId) {
        return closeClient(clientId, 1000, "");
    }

    /** True when the client is connected. One Redis call, as each query below unless it says otherwise. */
    boolean isOnline(String clientId);

    /** True when the uid has a connected client. */
    boolean isUidOnline(String uid);

    /** Clients of the app. */
    long countClients();

    /** Members of the group. */
    long countClients(String group);

    /** Members of the group, in no order; its cost grows with their number. */
    List<String> clientIdsOfGroup(String group);

    /** Clients of the uid, in no order; its cost grows with their number. */
    List<String> clientIdsOfUid(String uid);

    /** The client's uid. */
    Optional<String> uidOf(String clientId);

    /** The client's session, empty when it has none or is offline. A copy: changing it changes nothing. */
    JsonObject session(String clientId);

    /** The sessions of the group's members by client id; its cost grows with their number (two round trips). */
    Map<String, JsonObject> sessionsOfGroup(String group);
}
