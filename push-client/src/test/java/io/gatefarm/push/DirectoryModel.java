package io.gatefarm.push;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.gatefarm.redis.directory.Change;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the directory should say: one plain entry per client, from which every answer is searched. Thread-safe; it has one state
 * at quiet points, whatever the order of the calls between them, when callers change only what is their own.
 */
final class DirectoryModel {
    private enum Life {
        ONLINE,
        /** Gone, its close event not handled: the session lives on. */
        CLOSED,
        FINISHED
    }

    private static final class Client {
        final String gatewayId;
        final Set<String> groups = new HashSet<>();
        Life life = Life.ONLINE;
        String uid = "";
        JsonObject session = new JsonObject();

        Client(String gatewayId) {
            this.gatewayId = gatewayId;
        }

        boolean isOnline() {
            return life == Life.ONLINE;
        }

        boolean hasSession() {
            return life != Life.FINISHED;
        }
    }

    /** Stands for every client that never was. */
    private static final Client UNKNOWN = new Client("");

    static {
        UNKNOWN.life = Life.FINISHED;
    }

    @GuardedBy("this")
    private final Map<String, Client> clients = new HashMap<>();

    @GuardedBy("this")
    private Client client(String clientId) {
        return clients.getOrDefault(clientId, UNKNOWN);
    }

    // ---- what happens

    synchronized void open(String clientId, String gatewayId) {
        clients.put(clientId, new Client(gatewayId));
    }

    synchronized void close(String clientId) {
        close(client(clientId));
    }

    private static void close(Client client) {
        client.life = Life.CLOSED;
        client.groups.clear();
    }

    /** Closes every client of a gateway. */
    synchronized void loseGateway(String gatewayId) {
        clients.values().stream()
                .filter(client -> client.isOnline() && client.gatewayId.equals(gatewayId))
                .forEach(DirectoryModel::close);
    }

    /** Close events were handled. */
    synchronized void finish(Set<String> clientIds) {
        for (String clientId : clientIds) {
            Client client = client(clientId);
            client.life = Life.FINISHED;
            client.uid = "";
            client.session = new JsonObject();
        }
    }

    synchronized Change joinGroup(String clientId, String group) {
        Client client = client(clientId);
        return client.isOnline() ? changed(client.groups.add(group)) : Change.OFFLINE;
    }

    synchronized Change leaveGroup(String clientId, String group) {
        Client client = client(clientId);
        return client.isOnline() ? changed(client.groups.remove(group)) : Change.OFFLINE;
    }

    private static Change changed(boolean changed) {
        return changed ? Change.DONE : Change.UNCHANGED;
    }

    synchronized long ungroup(String group) {
        return clients.values().stream()
                .filter(client -> client.groups.remove(group))
                .count();
    }

    synchronized Change bindUid(String clientId, String uid) {
        Client client = client(clientId);
        if (!client.isOnline()) {
            return Change.OFFLINE;
        }
        boolean same = client.uid.equals(uid);
        client.uid = uid;
        return changed(!same);
    }

    synchronized Change unbindUid(String clientId) {
        return bindUid(clientId, "");
    }

    synchronized Change setSession(String clientId, JsonObject session) {
        Client client = client(clientId);
        if (!client.hasSession()) {
            return Change.OFFLINE;
        }
        client.session = session.deepCopy();
        return Change.DONE;
    }

    synchronized Change updateSession(String clientId, JsonObject changes) {
        Client client = client(clientId);
        return client.hasSession() ? setSession(clientId, merged(client.session, changes)) : Change.OFFLINE;
    }

    /** As RFC 7396 says it. */
    private static JsonObject merged(JsonElement target, JsonObject patch) {
        JsonObject result = target.isJsonObject() ? target.getAsJsonObject().deepCopy() : new JsonObject();
        for (String key : patch.keySet()) {
            JsonElement value = patch.get(key);
            if (value.isJsonNull()) {
                result.remove(key);
            } else if (value.isJsonObject()) {
                JsonElement before = result.has(key) ? result.get(key) : new JsonObject();
                result.add(key, merged(before, value.getAsJsonObject()));
            } else {
                result.add(key, value);
            }
        }
        return result;
    }

    // ---- what is asked

    synchronized boolean isOnline(String clientId) {
        return client(clientId).isOnline();
    }

    synchronized Set<String> clientIds() {
        return idsOf(Client::isOnline);
    }

    /** Clients that are gone and whose close event was not handled. */
    synchronized Set<String> closedClientIds() {
        return idsOf(client -> client.life == Life.CLOSED);
    }

    synchronized Set<String> finishedClientIds() {
        return idsOf(client -> client.life == Life.FINISHED);
    }

    synchronized Set<String> clientIdsOfGroup(String group) {
        return idsOf(client -> client.groups.contains(group));
    }

    synchronized Set<String> clientIdsOfUid(String uid) {
        return idsOf(client -> client.isOnline() && client.uid.equals(uid));
    }

    @GuardedBy("this")
    private Set<String> idsOf(Predicate<Client> wanted) {
        return clients.entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    synchronized Set<String> groups() {
        return clients.values().stream()
                .flatMap(client -> client.groups.stream())
                .collect(Collectors.toSet());
    }

    synchronized Set<String> uids() {
        return uids(clients.values().stream().filter(Client::isOnline));
    }

    synchronized Set<String> uidsOfGroup(String group) {
        return uids(clients.values().stream().filter(client -> client.groups.contains(group)));
    }

    private static Set<String> uids(Stream<Client> of) {
        return of.map(client -> client.uid).filter(uid -> !uid.isEmpty()).collect(Collectors.toSet());
    }

    synchronized Set<String> groupsOf(String clientId) {
        return Set.copyOf(client(clientId).groups);
    }

    synchronized Optional<String> uidOf(String clientId) {
        return Optional.of(client(clientId).uid).filter(uid -> !uid.isEmpty());
    }

    synchronized JsonObject session(String clientId) {
        return client(clientId).session.deepCopy();
    }
}
