package io.gatefarm.push;

import io.gatefarm.redis.event.Message;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The sending part of a {@link Gateway}, which tells about order, threads, names, nulls and errors. No method blocks; each stage
 * completes when Redis has taken the message, with a {@link Receipt}. Delivery is at most once: a message that is lost between
 * Redis and the client is not sent again.
 *
 * <p>Each is at most one Redis call unless it says otherwise; those that wait share calls of up to 500 receivers or 256 KiB.
 *
 * <p>A message over {@link GatewayClient#MAX_MESSAGE_BYTES} or a bad name is an {@link IllegalArgumentException} at once. An
 * empty list addresses nobody. Unknown and offline receivers are skipped. Excluded clients are given by id.
 */
public interface Sends {
    /** Sends to one client. */
    CompletionStage<Receipt> sendToClient(String clientId, Message message, SendOptions options);

    /** Sends to one client. */
    default CompletionStage<Receipt> sendToClient(String clientId, Message message) {
        return sendToClient(clientId, message, SendOptions.DEFAULTS);
    }

    /** Sends text to one client. */
    default CompletionStage<Receipt> sendToClient(String clientId, String text) {
        return sendToClient(clientId, Message.text(text), SendOptions.DEFAULTS);
    }

    /** Sends to each of the clients once. One Redis call per 500 clients. */
    CompletionStage<Receipt> sendToClients(Collection<String> clientIds, Message message, SendOptions options);

    /** Sends to each of the clients once. */
    default CompletionStage<Receipt> sendToClients(
            Collection<String> clientIds, Message message, String... exceptClientIds) {
        return sendToClients(clientIds, message, SendOptions.DEFAULTS.except(exceptClientIds));
    }

    /** Sends text to each of the clients once. */
    default CompletionStage<Receipt> sendToClients(
            Collection<String> clientIds, String text, String... exceptClientIds) {
        return sendToClients(clientIds, Message.text(text), exceptClientIds);
    }

    /** Sends to every client of the uid. */
    default CompletionStage<Receipt> sendToUid(String uid, Message message, SendOptions options) {
        return sendToUids(List.of(uid), message, options);
    }

    /** Sends to every client of the uid. */
    default CompletionStage<Receipt> sendToUid(String uid, Message message, String... exceptClientIds) {
        return sendToUid(uid, message, SendOptions.DEFAULTS.except(exceptClientIds));
    }

    /** Sends text to every client of the uid. */
    default CompletionStage<Receipt> sendToUid(String uid, String text, String... exceptClientIds) {
        return sendToUid(uid, Message.text(text), exceptClientIds);
    }

    /** Sends to every client of the uid, which is the number's decimal digits. */
    default CompletionStage<Receipt> sendToUid(long uid, Message message, String... exceptClientIds) {
        return sendToUid(Long.toString(uid), message, exceptClientIds);
    }

    /** Sends text to every client of the uid, which is the number's decimal digits. */
    default CompletionStage<Receipt> sendToUid(long uid, String text, String... exceptClientIds) {
        return sendToUid(Long.toString(uid), text, exceptClientIds);
    }

    /** Sends to every client of the uids, each once. One Redis call per 500 uids. */
    CompletionStage<Receipt> sendToUids(Collection<String> uids, Message message, SendOptions options);

    /** Sends to every client of the uids, each once. */
    default CompletionStage<Receipt> sendToUids(Collection<String> uids, Message message, String... exceptClientIds) {
        return sendToUids(uids, message, SendOptions.DEFAULTS.except(exceptClientIds));
    }

    /** Sends text to every client of the uids, each once. */
    default CompletionStage<Receipt> sendToUids(Collection<String> uids, String text, String... exceptClientIds) {
        return sendToUids(uids, Message.text(text), exceptClientIds);
    }

    /** Sends to every member of the group. One publication per gateway that holds a member. */
    default CompletionStage<Receipt> sendToGroup(String group, Message message, SendOptions options) {
        return sendToGroups(List.of(group), message, options);
    }

    /** Sends to every member of the group. */
    default CompletionStage<Receipt> sendToGroup(String group, Message message, String... exceptClientIds) {
        return sendToGroup(group, message, SendOptions.DEFAULTS.except(exceptClientIds));
    }

    /** Sends text to every member of the group. */
    default CompletionStage<Receipt> sendToGroup(String group, String text, String... exceptClientIds) {
        return sendToGroup(group, Message.text(text), exceptClientIds);
    }

    /** Sends to every member of the group, whose name is the number's decimal digits. */
    default CompletionStage<Receipt> sendToGroup(long group, Message message, String... exceptClientIds) {
        return sendToGroup(Long.toString(group), message, exceptClientIds);
    }

    /** Sends text to every member of the group, whose name is the number's decimal digits. */
    default CompletionStage<Receipt> sendToGroup(long group, String text, String... exceptClientIds) {
        return sendToGroup(Long.toString(group), text, exceptClientIds);
    }

    /** Sends to every member of the groups; who is in several of them gets it once. */
    CompletionStage<Receipt> sendToGroups(Collection<String> groups, Message message, SendOptions options);

    /** Sends to every member of the groups, each once. */
    default CompletionStage<Receipt> sendToGroups(
            Collection<String> groups, Message message, String... exceptClientIds) {
        return sendToGroups(groups, message, SendOptions.DEFAULTS.except(exceptClientIds));
    }

    /** Sends text to every member of the groups, each once. */
    default CompletionStage<Receipt> sendToGroups(Collection<String> groups, String text, String... exceptClientIds) {
        return sendToGroups(groups, Message.text(text), exceptClientIds);
    }

    /** Sends to every client of the app. */
    CompletionStage<Receipt> sendToAll(Message message, SendOptions options);

    /** Sends to every client of the app. */
    default CompletionStage<Receipt> sendToAll(Message message, String... exceptClientIds) {
        return sendToAll(message, SendOptions.DEFAULTS.except(exceptClientIds));
    }

    /** Sends text to every client of the app. */
    default CompletionStage<Receipt> sendToAll(String text, String... exceptClientIds) {
        return sendToAll(Message.text(text), exceptClientIds);
    }
}
