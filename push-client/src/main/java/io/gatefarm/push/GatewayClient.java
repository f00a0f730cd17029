package io.gatefarm.push;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.push.SendQueue.Sessions;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.directory.Directory;
import io.gatefarm.redis.directory.StoredSession;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.frame.FrameCodec;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.key.Names;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A {@link Gateway} over Redis. Open one per application and keep it: it holds a connection and is shared by all threads.
 *
 * <pre>{@code
 * try (var gateway = GatewayClient.connect("redis://localhost:6379", "chat")) {
 *     gateway.sendToUid("42", "your order has shipped");
 * }
 * }</pre>
 *
 * {@link #close} waits for the calls under way, at most 10 s.
 */
public final class GatewayClient implements Gateway, AutoCloseable {
    /** Bytes a pushed message may have. */
    public static final int MAX_MESSAGE_BYTES = 1 << 20;

    /** RFC 6455: the server met an unexpected condition. */
    private static final int SERVER_ERROR = 1011;

    private static final int MAX_REASON_BYTES = 123;
    private static final Duration QUERY_LIMIT = Duration.ofSeconds(10);

    private final FarmRedis redis;
    private final boolean ownsRedis;
    private final Directory directory;
    private final SendQueue queue;

    private GatewayClient(FarmRedis redis, boolean ownsRedis) {
        this.redis = redis;
        this.ownsRedis = ownsRedis;
        this.directory = redis.directory();
        this.queue = new SendQueue(redis.outbound());
    }

    /**
     * Connects.
     *
     * @param redisUri {@code redis://[[user]:password@]host[:port]}
     * @param app the name of the app whose gateways are meant
     * @throws io.gatefarm.redis.connection.RedisUnavailableException that names the address when Redis cannot be reached
     */
    public static GatewayClient connect(String redisUri, String app) {
        return connect(RedisConfig.of(redisUri), app);
    }

    /**
     * Connects, as a Redis user of its own or with TLS.
     *
     * @param app the name of the app whose gateways are meant
     * @throws io.gatefarm.redis.connection.RedisUnavailableException that names the address and what is wrong
     */
    public static GatewayClient connect(RedisConfig redis, String app) {
        return new GatewayClient(FarmRedis.open(redis, app), true);
    }

    /** Works over connections that are open already; {@link #close} leaves them open. */
    public static GatewayClient over(FarmRedis redis) {
        return new GatewayClient(redis, false);
    }

    @Override
    public CompletionStage<Receipt> sendToClient(String clientId, Message message) {
        if (!ClientIds.isClientId(clientId)) {
            return CompletableFuture.completedFuture(Receipt.of(false));
        }
        byte[] frame = FrameCodec.encodeToClient(clientId, checked(message));
        return publish(new Target.ToClient(clientId), frame);
    }

    /**
     * Sends to a client whose gateway the caller knows, as a worker does in a callback: saves Redis the look-up, and all such
     * frames of one turn travel together.
     */
    public CompletionStage<Receipt> sendVia(String gatewayId, String clientId, Message message) {
        byte[] frame = FrameCodec.encodeToClient(clientId, checked(message));
        return publish(new Target.ToGateway(gatewayId), frame);
    }

    @Override
    public CompletionStage<Receipt> sendToUid(String uid, Message message, String... exceptClientIds) {
        List<String> uids = List.of(Names.check("uid", uid));
        var frame = new Frame.ToUids(uids, List.of(exceptClientIds), checked(message));
        return publish(new Target.ToUids(uids), FrameCodec.encode(frame));
    }

    @Override
    public CompletionStage<Receipt> sendToGroup(String group, Message message, String... exceptClientIds) {
        List<String> groups = List.of(Names.check("group", group));
        var frame = new Frame.ToGroups(groups, List.of(exceptClientIds), checked(message));
        return publish(new Target.ToGroups(groups), FrameCodec.encode(frame));
    }

    @Override
    public CompletionStage<Receipt> sendToAll(Message message, String... exceptClientIds) {
        var frame = new Frame.ToAll(List.of(exceptClientIds), checked(message));
        return publish(new Target.ToAll(), FrameCodec.encode(frame));
    }

    private CompletionStage<Receipt> publish(Target target, byte[] frame) {
        return queue.publish(target, frame).thenApply(Receipt::new);
    }

    private static Message checked(Message message) {
        if (message.length() > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    "message must have at most " + MAX_MESSAGE_BYTES + " bytes but has " + message.length());
        }
        return message;
    }

    @Override
    public CompletionStage<Change> joinGroup(String clientId, String group) {
        Names.check("group", group);
        return change(clientId, () -> directory.joinGroup(clientId, group));
    }

    @Override
    public CompletionStage<Change> leaveGroup(String clientId, String group) {
        Names.check("group", group);
        return change(clientId, () -> directory.leaveGroup(clientId, group));
    }

    @Override
    public CompletionStage<Change> bindUid(String clientId, String uid) {
        Names.check("uid", uid);
        return change(clientId, () -> directory.bindUid(clientId, uid));
    }

    @Override
    public CompletionStage<Change> unbindUid(String clientId) {
        return change(clientId, () -> directory.unbindUid(clientId));
    }

    private CompletionStage<Change> change(String clientId, Supplier<CompletableFuture<Change>> call) {
        // a text that cannot be an id would still make a key
        return ClientIds.isClientId(clientId) ? queue.call(call) : CompletableFuture.completedFuture(Change.OFFLINE);
    }

    @Override
    public CompletionStage<Boolean> updateSession(String clientId, JsonObject changes) {
        return ClientIds.isClientId(clientId)
                ? queue.call(Sessions.updated(clientId), new SessionUpdate(directory, clientId, changes)::run)
                : CompletableFuture.completedFuture(false);
    }

    @Override
    public CompletionStage<Receipt> closeClient(String clientId, int code, String reason) {
        if (code != 1000 && !(code >= 3000 && code <= 3999) && !(code >= 4200 && code <= 4999)) {
            throw new IllegalArgumentException("close code must be 1000, 3000-3999 or 4200-4999 but is " + code);
        }
        int bytes = reason.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_REASON_BYTES) {
            throw new IllegalArgumentException(
                    "close reason must have at most " + MAX_REASON_BYTES + " bytes but has " + bytes + ": " + reason);
        }
        if (!ClientIds.isClientId(clientId)) {
            return CompletableFuture.completedFuture(Receipt.of(false));
        }
        var frame = new Frame.Close(clientId, code, reason, Optional.empty());
        return publish(new Target.ToClient(clientId), FrameCodec.encode(frame));
    }

    /** Closes a client that the app failed to take in, with code 1011. */
    public CompletionStage<Receipt> closeFailed(String clientId) {
        var frame = new Frame.Close(clientId, SERVER_ERROR, "onConnect failed", Optional.empty());
        return publish(new Target.ToClient(clientId), FrameCodec.encode(frame));
    }

    @Override
    public boolean isOnline(String clientId) {
        return query(() -> directory.isOnline(clientId));
    }

    @Override
    public boolean isUidOnline(String uid) {
        Names.check("uid", uid);
        return query(() -> directory.isUidOnline(uid));
    }

    @Override
    public long countClients() {
        return query(directory::countClients);
    }

    @Override
    public long countClients(String group) {
        Names.check("group", group);
        return query(() -> directory.countClients(group));
    }

    @Override
    public List<String> clientIdsOfGroup(String group) {
        Names.check("group", group);
        return query(() -> directory.clientIdsOfGroup(group));
    }

    @Override
    public List<String> clientIdsOfUid(String uid) {
        Names.check("uid", uid);
        return query(() -> directory.clientIdsOfUid(uid));
    }

    @Override
    public Optional<String> uidOf(String clientId) {
        return query(() -> directory.uidOf(clientId));
    }

    @Override
    public JsonObject session(String clientId) {
        return object(storedSession(clientId));
    }

    /** The client's session with its version, as a worker needs it to write it back. In the queue like every query. */
    public StoredSession storedSession(String clientId) {
        return query(Sessions.of(clientId), () -> directory.session(clientId));
    }

    @Override
    public Map<String, JsonObject> sessionsOfGroup(String group) {
        Names.check("group", group);
        Map<String, StoredSession> stored =
                query(Sessions.ofAll(), () -> directory.clientIdsOfGroup(group).thenCompose(directory::sessions));
        Map<String, JsonObject> sessions = new LinkedHashMap<>();
        stored.forEach((clientId, session) -> sessions.put(clientId, object(session)));
        return sessions;
    }

    private static JsonObject object(StoredSession session) {
        return JsonParser.parseString(session.json()).getAsJsonObject();
    }

    /** In the queue like all else, so that a caller sees its own changes. */
    private <T> T query(Supplier<CompletableFuture<T>> call) {
        return answer(queue.call(call));
    }

    private <T> T query(Sessions sessions, Supplier<CompletableFuture<T>> call) {
        return answer(queue.call(sessions, call));
    }

    private static <T> T answer(CompletableFuture<T> stage) {
        try {
            return RedisFailures.await(stage, QUERY_LIMIT);
        } catch (RedisUnavailableException e) {
            if (e.getCause() instanceof OverloadedException overloaded) {
                throw overloaded; // never reached Redis
            }
            throw e;
        }
    }

    /**
     * Runs the action once every call made so far has been answered: at once, on this thread, when none waits, else on a Redis
     * I/O thread, where it must not block.
     */
    public void whenSettled(Runnable action) {
        queue.whenSettled(action);
    }

    @Override
    public void close() {
        var settled = new CompletableFuture<Void>();
        queue.whenSettled(() -> settled.complete(null));
        try {
            RedisFailures.await(settled, QUERY_LIMIT);
        } finally {
            if (ownsRedis) {
                redis.close();
            }
        }
    }
}
