package io.gatefarm.redis.directory;

import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.ScriptRunner;
import io.lettuce.core.KeyValue;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes the directory. Names must have passed {@link io.gatefarm.redis.key.Names#check}. Each call is one command
 * or script, its cost independent of the number of gateways, unless it says otherwise. Thread-safe; stages fail with {@link
 * io.gatefarm.redis.connection.RedisUnavailableException} or {@link io.gatefarm.redis.connection.RedisRefusedException}.
 */
public final class Directory {
    private static final String UID = "uid";
    private static final int AT_ONCE = 1_000;
    private static final String FROM = "from";
    private static final String SINCE = "since";
    private static final byte[] NOTHING = {};
    /** What the fields of a client's groups begin with. */
    private static final String GROUP = "group:";

    private final Keys keys;
    private final RedisAsyncCommands<String, byte[]> commands;
    private final JoinGroup joinGroup;
    private final LeaveGroup leaveGroup;
    private final BindUid bindUid;
    private final UnbindUid unbindUid;
    private final Ungroup ungroup;
    private final WriteSession writeSession;

    public Directory(ScriptRunner scripts, Keys keys) {
        this.keys = keys;
        this.commands = scripts.commands();
        this.joinGroup = new JoinGroup(scripts, keys);
        this.leaveGroup = new LeaveGroup(scripts, keys);
        this.bindUid = new BindUid(scripts, keys);
        this.unbindUid = new UnbindUid(scripts, keys);
        this.ungroup = new Ungroup(scripts, keys);
        this.writeSession = new WriteSession(scripts, keys);
    }

    public CompletableFuture<Change> joinGroup(String clientId, String group) {
        return joinGroup.run(clientId, group);
    }

    public CompletableFuture<Change> leaveGroup(String clientId, String group) {
        return leaveGroup.run(clientId, group);
    }

    /** Empties a group; returns how many members were taken out. One script call per 200 members. */
    public CompletableFuture<Long> ungroup(String group) {
        return ungroup.run(group);
    }

    public CompletableFuture<Change> bindUid(String clientId, String uid) {
        return bindUid.run(clientId, uid);
    }

    public CompletableFuture<Change> unbindUid(String clientId) {
        return unbindUid.run(clientId);
    }

    public CompletableFuture<Boolean> isOnline(String clientId) {
        return RedisFailures.translated(commands.exists(keys.client(clientId))).thenApply(n -> n == 1);
    }

    public CompletableFuture<Boolean> isUidOnline(String uid) {
        return RedisFailures.translated(commands.exists(keys.uid(uid))).thenApply(n -> n == 1);
    }

    /** Clients of the app. */
    public CompletableFuture<Long> countClients() {
        return RedisFailures.translated(commands.hget(keys.cell(), "clients"))
                .thenApply(count -> count == null ? 0 : Long.parseLong(text(count)));
    }

    /** Members of a group. */
    public CompletableFuture<Long> countClients(String group) {
        return RedisFailures.translated(commands.hlen(keys.group(group)));
    }

    /** Uids with a client. */
    public CompletableFuture<Long> countUids() {
        return RedisFailures.translated(commands.scard(keys.uids()));
    }

    /** Groups with a member. */
    public CompletableFuture<Long> countGroups() {
        return RedisFailures.translated(commands.scard(keys.groups()));
    }

    /** Groups that a client is in; cost grows with their number. */
    public CompletableFuture<Set<String>> groupsOf(String clientId) {
        return RedisFailures.translated(commands.hkeys(keys.client(clientId))).thenApply(fields -> {
            Set<String> groups = new LinkedHashSet<>();
            for (String field : fields) {
                if (field.startsWith(GROUP)) {
                    groups.add(field.substring(GROUP.length()));
                }
            }
            return groups;
        });
    }

    /** Clients of a uid, in no order; cost grows with their number. */
    public CompletableFuture<List<String>> clientIdsOfUid(String uid) {
        return RedisFailures.translated(commands.hkeys(keys.uid(uid)));
    }

    /** The client's uid; also of a client that has gone while its last events are being handled. Two reads in one go. */
    public CompletableFuture<Optional<String>> uidOf(String clientId) {
        CompletableFuture<byte[]> online = RedisFailures.translated(commands.hget(keys.client(clientId), UID));
        CompletableFuture<byte[]> gone = RedisFailures.translated(commands.hget(keys.session(clientId), UID));
        return online.thenCombine(gone, Directory::firstName);
    }

    /**
     * Where the client came from and when, {@link Arrival#UNKNOWN} when nobody noted it; also of a client that has gone while
     * its last events are being handled. Two reads in one go.
     */
    public CompletableFuture<Arrival> arrivalOf(String clientId) {
        CompletableFuture<Arrival> online = arrival(keys.client(clientId));
        CompletableFuture<Arrival> gone = arrival(keys.session(clientId));
        return online.thenCombine(gone, (first, second) -> first.equals(Arrival.UNKNOWN) ? second : first);
    }

    private CompletableFuture<Arrival> arrival(String key) {
        return RedisFailures.translated(commands.hmget(key, FROM, SINCE))
                .thenApply(fields -> Arrival.of(text(fields.get(0)), text(fields.get(1))));
    }

    private static String text(KeyValue<String, byte[]> field) {
        return text(field.getValueOrElse(NOTHING));
    }

    private static Optional<String> firstName(byte @Nullable [] first, byte @Nullable [] second) {
        String name = text(first);
        return Optional.of(name.isEmpty() ? text(second) : name).filter(uid -> !uid.isEmpty());
    }

    /** A client's session, {@link StoredSession#EMPTY} when it has none or is gone. */
    public CompletableFuture<StoredSession> session(String clientId) {
        return RedisFailures.translated(commands.hmget(keys.session(clientId), "value", "version"))
                .thenApply(Directory::stored);
    }

    private static StoredSession stored(List<KeyValue<String, byte[]>> fields) {
        if (!fields.get(0).hasValue() || !fields.get(1).hasValue()) {
            return StoredSession.EMPTY;
        }
        return new StoredSession(
                text(fields.get(0).getValue()),
                Long.parseLong(text(fields.get(1).getValue())));
    }

    /** The sessions of several clients by id, in the order given; one read per client, sent in one go. */
    public CompletableFuture<Map<String, StoredSession>> sessions(Collection<String> clientIds) {
        return each(clientIds, this::session);
    }

    /**
     * The same question for several names, {@value #AT_ONCE} sent in one go, so that a list of any length leaves the connection to
     * others, too; the answers by name, in the order given.
     */
    public static <T> CompletableFuture<Map<String, T>> each(
            Collection<String> names, Function<String, CompletableFuture<T>> question) {
        return each(List.copyOf(names), 0, new LinkedHashMap<>(), question);
    }

    private static <T> CompletableFuture<Map<String, T>> each(
            List<String> names, int from, Map<String, T> answers, Function<String, CompletableFuture<T>> question) {
        int to = Math.min(names.size(), from + AT_ONCE);
        Map<String, CompletableFuture<T>> asked = new LinkedHashMap<>();
        names.subList(from, to).forEach(name -> asked.computeIfAbsent(name, question));
        CompletionStage<?> all = CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new));
        return all.toCompletableFuture().thenCompose(done -> {
            asked.forEach((name, answer) -> answers.put(name, answer.join()));
            return to == names.size() ? CompletableFuture.completedFuture(answers) : each(names, to, answers, question);
        });
    }

    /**
     * Replaces a client's session when its version is still the expected one.
     *
     * @param expectedVersion as read; 0 when there was none
     * @param json an object as JSON
     * @throws IllegalArgumentException at once when it is over {@link StoredSession#MAX_BYTES}
     */
    public CompletableFuture<SessionWrite> writeSession(String clientId, long expectedVersion, String json) {
        return writeSession.run(clientId, expectedVersion, StoredSession.checked(clientId, json));
    }

    /**
     * Replaces a client's session whatever its version; never a conflict.
     *
     * @throws IllegalArgumentException at once when it is over {@link StoredSession#MAX_BYTES}
     */
    public CompletableFuture<SessionWrite> replaceSession(String clientId, String json) {
        return writeSession.run(clientId, StoredSession.checked(clientId, json));
    }

    private static String text(byte @Nullable [] value) {
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }
}
