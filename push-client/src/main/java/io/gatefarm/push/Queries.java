package io.gatefarm.push;

import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The asking part of a {@link Gateway}, blocking: the questions of {@link AsyncQueries}, where their cost is told. Call it from a
 * thread that may block, never from a stage that a {@code Gateway} completes. A query throws what its stage would fail with, and
 * {@link io.gatefarm.redis.connection.RedisUnavailableException} when there is no answer within 10 s or the thread is
 * interrupted.
 */
public interface Queries {
    /** The same questions without blocking. */
    AsyncQueries async();

    /** True when the client is connected. */
    default boolean isOnline(String clientId) {
        return Answers.await(async().isOnline(clientId));
    }

    /** True when the uid has a connected client. */
    default boolean isUidOnline(String uid) {
        return Answers.await(async().isUidOnline(uid));
    }

    /** True when the number, as a uid, has a connected client. */
    default boolean isUidOnline(long uid) {
        return isUidOnline(Long.toString(uid));
    }

    /** Those of the uids that have a connected client. */
    default Set<String> onlineUids(Collection<String> uids) {
        return Answers.await(async().onlineUids(uids));
    }

    /** Clients of the app. */
    default long countClients() {
        return Answers.await(async().countClients());
    }

    /** Members of the group. */
    default long countClients(String group) {
        return Answers.await(async().countClients(group));
    }

    /** Members of the group of that number. */
    default long countClients(long group) {
        return countClients(Long.toString(group));
    }

    /** Members of each group. */
    default Map<String, Long> countClients(Collection<String> groups) {
        return Answers.await(async().countClients(groups));
    }

    /** Uids with a connected client. */
    default long countUids() {
        return Answers.await(async().countUids());
    }

    /** Different uids among the group's members. */
    default long countUids(String group) {
        return Answers.await(async().countUids(group));
    }

    /** Different uids among the members of the group of that number. */
    default long countUids(long group) {
        return countUids(Long.toString(group));
    }

    /** Groups with a member. */
    default long countGroups() {
        return Answers.await(async().countGroups());
    }

    /** Clients of the app: the first page. */
    default Page<String> clientIds() {
        return clientIds(Cursor.START);
    }

    /** Clients of the app: a page; {@code Page.all(gateway::clientIds)} walks over all of them. */
    default Page<String> clientIds(Cursor cursor) {
        return Answers.await(async().clientIds(cursor));
    }

    /** Members of the group: the first page. */
    default Page<String> clientIdsOfGroup(String group) {
        return clientIdsOfGroup(group, Cursor.START);
    }

    /** Members of the group: a page. */
    default Page<String> clientIdsOfGroup(String group, Cursor cursor) {
        return Answers.await(async().clientIdsOfGroup(group, cursor));
    }

    /** Clients of the uid, in no order. */
    default List<String> clientIdsOfUid(String uid) {
        return Answers.await(async().clientIdsOfUid(uid));
    }

    /** Clients of the uid that is this number, in no order. */
    default List<String> clientIdsOfUid(long uid) {
        return clientIdsOfUid(Long.toString(uid));
    }

    /** Clients of each uid, in no order; an empty list for a uid that is offline. */
    default Map<String, List<String>> clientIdsOfUids(Collection<String> uids) {
        return Answers.await(async().clientIdsOfUids(uids));
    }

    /** Uids with a connected client: the first page. */
    default Page<String> uids() {
        return uids(Cursor.START);
    }

    /** Uids with a connected client: a page. */
    default Page<String> uids(Cursor cursor) {
        return Answers.await(async().uids(cursor));
    }

    /** Uids of the group's members, each once: the first page. */
    default Page<String> uidsOfGroup(String group) {
        return uidsOfGroup(group, Cursor.START);
    }

    /** Uids of the group's members, each once: a page. */
    default Page<String> uidsOfGroup(String group, Cursor cursor) {
        return Answers.await(async().uidsOfGroup(group, cursor));
    }

    /** Groups with a member: the first page. */
    default Page<String> groups() {
        return groups(Cursor.START);
    }

    /** Groups with a member: a page. */
    default Page<String> groups(Cursor cursor) {
        return Answers.await(async().groups(cursor));
    }

    /** Groups that the client is in. */
    default Set<String> groupsOf(String clientId) {
        return Answers.await(async().groupsOf(clientId));
    }

    /** The client's uid. */
    default Optional<String> uidOf(String clientId) {
        return Answers.await(async().uidOf(clientId));
    }

    /** The client's session, empty when it has none or is gone. A copy: changing it changes nothing. */
    default JsonObject session(String clientId) {
        return Answers.await(async().session(clientId));
    }

    /** The group's members with their sessions: the first page. */
    default Page<ClientSession> sessionsOfGroup(String group) {
        return sessionsOfGroup(group, Cursor.START);
    }

    /** The group's members with their sessions: a page. */
    default Page<ClientSession> sessionsOfGroup(String group, Cursor cursor) {
        return Answers.await(async().sessionsOfGroup(group, cursor));
    }

    /** The app's clients with their sessions: the first page. */
    default Page<ClientSession> sessions() {
        return sessions(Cursor.START);
    }

    /** The app's clients with their sessions: a page. */
    default Page<ClientSession> sessions(Cursor cursor) {
        return Answers.await(async().sessions(cursor));
    }
}
