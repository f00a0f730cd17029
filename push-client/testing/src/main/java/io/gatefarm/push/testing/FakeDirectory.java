package io.gatefarm.push.testing;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.push.ClientSession;
import io.gatefarm.push.Cursor;
import io.gatefarm.push.Page;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.directory.SessionMerge;
import io.gatefarm.redis.directory.StoredSession;
import io.gatefarm.redis.key.ClientIds;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Who is connected, in which groups and with which uid, and what came to each. Thread-safe: every method is one step. */
final class FakeDirectory {
    private final ClientIds ids = new ClientIds(1, new SecureRandom());
    /** Every client that ever was. */
    private final Map<String, FakeClient> all = new HashMap<>();

    private final Roll online = new Roll();
    private final Roll groups = new Roll();
    private final Roll uids = new Roll();
    private final Map<String, Roll> members = new HashMap<>();
    private final Map<String, Roll> clientsOfUid = new HashMap<>();

    // ---- clients

    synchronized String connect() {
        String clientId = ids.next();
        all.put(clientId, new FakeClient());
        online.add(clientId);
        return clientId;
    }

    synchronized void disconnect(String clientId) {
        FakeClient client = known(clientId);
        List.copyOf(client.groups).forEach(group -> leave(clientId, client, group));
        unbind(clientId, client);
        client.sessionJson = "{}";
        online.remove(clientId);
    }

    synchronized List<Received> received(String clientId) {
        return known(clientId).received();
    }

    private FakeClient known(String clientId) {
        FakeClient client = all.get(clientId);
        if (client == null) {
            throw new IllegalArgumentException("no client of this gateway: \"" + clientId + "\"");
        }
        return client;
    }

    private Optional<FakeClient> connected(String clientId) {
        return online.contains(clientId) ? Optional.of(known(clientId)) : Optional.empty();
    }

    // ---- sends and closes: each returns how many clients were addressed

    synchronized long toClients(Collection<String> clientIds, Set<String> excluded, List<Received> what) {
        Set<String> receivers = new LinkedHashSet<>(clientIds);
        receivers.removeIf(clientId -> excluded.contains(clientId) || !online.contains(clientId));
        return deliver(List.of(receivers), Set.of(), what);
    }

    synchronized long toUids(Collection<String> names, Set<String> excluded, List<Received> what) {
        return deliver(rolls(names, this::clients), excluded, what);
    }

    synchronized long toGroups(Collection<String> names, Set<String> excluded, List<Received> what) {
        return deliver(rolls(names, this::members), excluded, what);
    }

    synchronized long toAll(Set<String> excluded, List<Received> what) {
        return deliver(List.of(online.names()), excluded, what);
    }

    private static List<List<String>> rolls(Collection<String> names, Function<String, Roll> roll) {
        List<List<String>> found = new ArrayList<>();
        names.forEach(name -> found.add(roll.apply(name).names()));
        return found;
    }

    private long deliver(List<? extends Collection<String>> lists, Set<String> excluded, List<Received> what) {
        Set<String> receivers = new LinkedHashSet<>();
        long addressed = 0;
        for (Collection<String> list : lists) {
            addressed += list.size();
            receivers.addAll(list);
        }
        receivers.removeAll(excluded);
        receivers.forEach(clientId -> what.forEach(known(clientId)::receive));
        return addressed;
    }

    // ---- groups and uids

    synchronized Change join(String clientId, String group) {
        return connected(clientId)
                .map(client -> change(client.groups.add(group), () -> {
                    members(group).add(clientId);
                    groups.add(group);
                }))
                .orElse(Change.OFFLINE);
    }

    synchronized Change leave(String clientId, String group) {
        return connected(clientId).map(client -> leave(clientId, client, group)).orElse(Change.OFFLINE);
    }

    private Change leave(String clientId, FakeClient client, String group) {
        return change(client.groups.remove(group), () -> {
            members(group).remove(clientId);
            if (members(group).size() == 0) {
                groups.remove(group);
            }
        });
    }

    synchronized long ungroup(String group) {
        List<String> before = members(group).names();
        before.forEach(clientId -> leave(clientId, group));
        return before.size();
    }

    synchronized Change bind(String clientId, String uid) {
        return connected(clientId)
                .map(client -> change(!client.uid.equals(Optional.of(uid)), () -> {
                    unbind(clientId, client);
                    client.uid = Optional.of(uid);
                    clients(uid).add(clientId);
                    uids.add(uid);
                }))
                .orElse(Change.OFFLINE);
    }

    synchronized Change unbind(String clientId) {
        return connected(clientId).map(client -> unbind(clientId, client)).orElse(Change.OFFLINE);
    }

    private Change unbind(String clientId, FakeClient client) {
        Optional<String> before = client.uid;
        client.uid = Optional.empty();
        before.ifPresent(uid -> {
            clients(uid).remove(clientId);
            if (clients(uid).size() == 0) {
                uids.remove(uid);
            }
        });
        return change(before.isPresent(), () -> {});
    }

    private static Change change(boolean changes, Runnable action) {
        if (!changes) {
            return Change.UNCHANGED;
        }
        action.run();
        return Change.DONE;
    }

    private Roll members(String group) {
        return members.computeIfAbsent(group, name -> new Roll());
    }

    private Roll clients(String uid) {
        return clientsOfUid.computeIfAbsent(uid, name -> new Roll());
    }

    // ---- sessions

    /** @param json checked */
    synchronized Change setSession(String clientId, String json) {
        Optional<FakeClient> client = connected(clientId);
        client.ifPresent(one -> one.sessionJson = json);
        return client.isPresent() ? Change.DONE : Change.OFFLINE;
    }

    /** @throws IllegalArgumentException when the session would be too large */
    synchronized Change updateSession(String clientId, JsonObject changes) {
        JsonObject values = session(clientId);
        SessionMerge.merge(changes, values);
        return online.contains(clientId)
                ? setSession(clientId, StoredSession.checked(clientId, values.toString()))
                : Change.OFFLINE;
    }

    /** A copy. */
    synchronized JsonObject session(String clientId) {
        String json = connected(clientId).map(client -> client.sessionJson).orElse("{}");
        return JsonParser.parseString(json).getAsJsonObject();
    }

    synchronized Page<ClientSession> sessions(Cursor cursor) {
        return withSessions(online.page(cursor));
    }

    synchronized Page<ClientSession> sessionsOfGroup(String group, Cursor cursor) {
        return withSessions(members(group).page(cursor));
    }

    private Page<ClientSession> withSessions(Page<String> page) {
        List<ClientSession> sessions = page.items().stream()
                .map(clientId -> new ClientSession(clientId, session(clientId)))
                .toList();
        return new Page<>(sessions, page.next());
    }

    // ---- lists and counts

    synchronized boolean isOnline(String clientId) {
        return online.contains(clientId);
    }

    synchronized long countClients() {
        return online.size();
    }

    synchronized long countUids() {
        return uids.size();
    }

    synchronized long countGroups() {
        return groups.size();
    }

    synchronized long countMembers(String group) {
        return members(group).size();
    }

    synchronized List<String> clientIdsOfUid(String uid) {
        return clients(uid).names();
    }

    synchronized Page<String> clientIds(Cursor cursor) {
        return online.page(cursor);
    }

    synchronized Page<String> uids(Cursor cursor) {
        return uids.page(cursor);
    }

    synchronized Page<String> groups(Cursor cursor) {
        return groups.page(cursor);
    }

    synchronized Page<String> clientIdsOfGroup(String group, Cursor cursor) {
        return members(group).page(cursor);
    }

    synchronized Set<String> uidsOfGroup(String group) {
        Set<String> found = new LinkedHashSet<>();
        members(group).names().forEach(clientId -> known(clientId).uid.ifPresent(found::add));
        return found;
    }

    /** A uid is listed with the first of its clients in the group. */
    synchronized Page<String> uidsOfGroup(String group, Cursor cursor) {
        Page<String> page = members(group).page(cursor);
        Map<String, String> firsts = new HashMap<>();
        members(group)
                .names()
                .forEach(clientId -> known(clientId).uid.ifPresent(uid -> firsts.putIfAbsent(uid, clientId)));
        List<String> listed = new ArrayList<>();
        page.items()
                .forEach(clientId -> known(clientId)
                        .uid
                        .filter(uid -> clientId.equals(firsts.get(uid)))
                        .ifPresent(listed::add));
        return new Page<>(listed, page.next());
    }

    synchronized Set<String> groupsOf(String clientId) {
        return connected(clientId).map(client -> Set.copyOf(client.groups)).orElse(Set.of());
    }

    synchronized Optional<String> uidOf(String clientId) {
        return connected(clientId).flatMap(client -> client.uid);
    }
}
