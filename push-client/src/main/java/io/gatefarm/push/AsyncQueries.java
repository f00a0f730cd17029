package io.gatefarm.push;

import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Who is where, asked without blocking; {@link Queries} has the same questions blocking. Answers come from Redis, whatever the
 * number of gateways, and see all that the same {@link Gateway} was told before. What is unknown or offline is no error: the
 * answer is false, 0 or empty.
 *
 * <p>Each is one Redis call, or one round trip of several, unless it says otherwise. Listings are paged, see {@link Page}. The
 * clients of a gateway that was killed are counted and listed until they are swept, within 15 s.
 */
public interface AsyncQueries {
    /** True when the client is connected. */
    CompletionStage<Boolean> isOnline(String clientId);

    /** True when the uid has a connected client. */
    CompletionStage<Boolean> isUidOnline(String uid);

    /** Those of the uids that have a connected client. */
    CompletionStage<Set<String>> onlineUids(Collection<String> uids);

    /** Clients of the app. O(1). */
    CompletionStage<Long> countClients();

    /** Members of the group. O(1). */
    CompletionStage<Long> countClients(String group);

    /** Members of each group. O(groups). */
    CompletionStage<Map<String, Long>> countClients(Collection<String> groups);

    /** Uids with a connected client. O(1). */
    CompletionStage<Long> countUids();

    /** Different uids among the group's members. O(members): a Redis call per 500. */
    CompletionStage<Long> countUids(String group);

    /** Groups with a member. O(1). */
    CompletionStage<Long> countGroups();

    /** Clients of the app. */
    CompletionStage<Page<String>> clientIds(Cursor cursor);

    /** Members of the group. */
    CompletionStage<Page<String>> clientIdsOfGroup(String group, Cursor cursor);

    /** Clients of the uid, in no order. O(clients). */
    CompletionStage<List<String>> clientIdsOfUid(String uid);

    /** Clients of each uid, in no order; an empty list for a uid that is offline. O(clients). */
    CompletionStage<Map<String, List<String>>> clientIdsOfUids(Collection<String> uids);

    /** Uids with a connected client. */
    CompletionStage<Page<String>> uids(Cursor cursor);

    /** Uids of the group's members, each once; members without one are left out. */
    CompletionStage<Page<String>> uidsOfGroup(String group, Cursor cursor);

    /** Groups with a member. */
    CompletionStage<Page<String>> groups(Cursor cursor);

    /** Groups that the client is in. O(groups). */
    CompletionStage<Set<String>> groupsOf(String clientId);

    /** The client's uid; also of one that has gone, until its close event is handled. */
    CompletionStage<Optional<String>> uidOf(String clientId);

    /** The client's session, empty when it has none or is gone. A copy: changing it changes nothing. */
    CompletionStage<JsonObject> session(String clientId);

    /** The group's members with their sessions. Two round trips. */
    CompletionStage<Page<ClientSession>> sessionsOfGroup(String group, Cursor cursor);

    /** The app's clients with their sessions. Two round trips. */
    CompletionStage<Page<ClientSession>> sessions(Cursor cursor);
}
