package io.gatefarm.redis.directory;

import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.ScriptRunner;
import io.lettuce.core.KeyValue;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes the directory. Names must have passed {@link io.gatefarm.redis.key.Names#check}. Each call is one command
 * or script, its cost independent of the number of gateways, unless it says otherwise. Thread-safe; stages fail with {@link
 * io.gatefarm.redis.connection.RedisUnavailableException} or {@link io.gatefarm.redis.connection.RedisRefusedException}.
 */
public final class Directory {
    private static final String UID = "uid";

    private final Keys keys;
    private final RedisAsyncCommands<String, byte[]> commands;
    private final JoinGroup joinGroup;
    private final LeaveGroup leaveGroup;
    private final BindUid bindUid;
    private final UnbindUid unbindUid;
    private final WriteSession writeSession;

    public Directory(ScriptRunner scripts, Keys keys) {
        this.keys = keys;
        this.commands = scripts.commands();
        this.joinGroup = new JoinGroup(scripts, keys);
        this.leaveGroup = new LeaveGroup(scripts, keys);
        this.bindUid = new BindUid(scripts, keys);
        this.unbindUid = new UnbindUid(scripts, keys);
        this.writeSession = new WriteSession(scripts, keys);
    }

    public CompletableFuture<Change> joinGroup(String clientId, String group) {
        return joinGroup.run(clientId, group);
    }

    public CompletableFuture<Change> leaveGroup(String clientId, String group) {
        return leaveGroup.run(clientId, group);
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

    /** Members of a group, in no order; cost grows with their number. */
    public CompletableFuture<List<String>> clientIdsOfGroup(String group) {
        return RedisFailures.translated(commands.hkeys(keys.group(group)));
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
    public CompletableFuture<Map<String, StoredSession>> sessions(List<String> clientIds) {
        List<CompletableFuture<StoredSession>> reads = new ArrayList<>(clientIds.size());
        for (String clientId : clientIds) {
            reads.add(session(clientId));
        }
        CompletionStage<?> all = CompletableFuture.allOf(reads.toArray(CompletableFuture<?>[]::new));
        return all.toCompletableFuture().thenApply(done -> {
            Map<String, StoredSession> sessions = new LinkedHashMap<>();
            for (int i = 0; i < reads.size(); i++) {
                sessions.put(clientIds.get(i), reads.get(i).join());
            }
            return sessions;
        });
    }

    /**
     * Replaces a client's session when its version is still the expected one.
     *
     * @param expectedVersion as read; 0 when there was none
     * @param json an object as JSON
     */
    public CompletableFuture<SessionWrite> writeSession(String clientId, long expectedVersion, String json) {
        return writeSession.run(clientId, expectedVersion, json);
    }

    private static String text(byte @Nullable [] value) {
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }
}
