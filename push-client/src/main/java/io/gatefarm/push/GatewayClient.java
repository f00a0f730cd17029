package io.gatefarm.push;

import com.google.gson.JsonObject;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.channel.Target;
import io.gatefarm.redis.connection.RedisConfig;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.directory.Directory;
import io.gatefarm.redis.directory.SessionWrite;
import io.gatefarm.redis.directory.StoredSession;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.frame.Delivery;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.frame.FrameCodec;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.key.Names;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A {@link Gateway} over Redis: connected, used from any thread for as long as the application runs, closed. Open one per
 * application; calls through two have no order between them.
 *
 * <pre>{@code
 * try (var gateway = GatewayClient.connect("redis://localhost:6379", "chat")) {
 *     gateway.sendToUid("42", "your order has shipped");
 * }
 * }</pre>
 *
 * <p>It holds one connection, which reconnects by itself; while Redis is away calls fail with {@link
 * io.gatefarm.redis.connection.RedisUnavailableException}. {@link #close} waits for the calls under way, at most 10 s; calls after
 * it fail.
 */
public final class GatewayClient implements Gateway, AutoCloseable {
    /** Bytes a pushed message may have. */
    public static final int MAX_MESSAGE_BYTES = 1 << 20;

    /** RFC 6455: the server met an unexpected condition. */
    private static final int SERVER_ERROR = 1011;

    /** Receivers that one call to Redis looks up: a list of any length must not hold Redis up. */
    private static final int LOOK_UPS = Publications.MAX_LOOK_UPS;

    private final FarmRedis redis;
    private final boolean ownsRedis;
    private final Directory directory;
    private final SendQueue queue;
    private final DirectoryQueries queries;
    private final ClientWatch watch;

    private GatewayClient(FarmRedis redis, boolean ownsRedis) {
        this.redis = redis;
        this.ownsRedis = ownsRedis;
        this.directory = redis.directory();
        this.queue = new SendQueue(redis.outbound());
        this.queries = new DirectoryQueries(redis, queue);
        this.watch = ClientWatch.NONE;
    }

    private GatewayClient(GatewayClient shared, ClientWatch watch) {
        this.redis = shared.redis;
        this.ownsRedis = false;
        this.directory = shared.directory;
        this.queue = shared.queue;
        this.queries = shared.queries;
        this.watch = watch;
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

    /** The same gateway with the same queue, which tells the watch of the commands made through it. */
    public GatewayClient watched(ClientWatch watch) {
        return new GatewayClient(this, watch);
    }

    // ---- sends

    @Override
    public CompletionStage<Receipt> sendToClient(String clientId, Message message, SendOptions options) {
        checked(message);
        if (!ClientIds.isClientId(clientId) || options.excluded().contains(clientId)) {
            return CompletableFuture.completedFuture(Receipt.NOBODY);
        }
        return publish(Target.clients(List.of(clientId)), toClient(clientId, message, options));
    }

    /**
     * Sends to a client whose gateway the caller knows, as a worker does in a callback: saves Redis the look-up, and all such
     * frames of one turn travel together.
     */
    public CompletionStage<Receipt> sendVia(String gatewayId, String clientId, Message message) {
        return sendVia(gatewayId, clientId, message, SendOptions.DEFAULTS);
    }

    /** The same with options. */
    public CompletionStage<Receipt> sendVia(String gatewayId, String clientId, Message message, SendOptions options) {
        return publish(Target.gateway(gatewayId), toClient(clientId, checked(message), options));
    }

    private static byte[] toClient(String clientId, Message message, SendOptions options) {
        Delivery delivery = options.delivery();
        return delivery.equals(Delivery.EACH)
                ? FrameCodec.encodeToClient(clientId, message)
                : FrameCodec.encode(new Frame.ToClients(List.of(clientId), List.of(), message, delivery));
    }

    @Override
    public CompletionStage<Receipt> sendToClients(Collection<String> clientIds, Message message, SendOptions options) {
        checked(message);
        List<String> receivers = Targets.clientIds(clientIds, options.excluded());
        return publishParts(receivers, part -> {
            var frame = new Frame.ToClients(part, List.of(), message, options.delivery());
            return publish(Target.clients(part), FrameCodec.encode(frame));
        });
    }

    @Override
    public CompletionStage<Receipt> sendToUids(Collection<String> uids, Message message, SendOptions options) {
        checked(message);
        List<String> except = List.copyOf(options.excluded());
        return publishParts(Names.checkEach("uid", uids), part -> {
            var frame = new Frame.ToUids(part, except, message, options.delivery());
            return publish(Target.uids(part), FrameCodec.encode(frame));
        });
    }

    /** Parts of a list that is longer than Redis shall look up at once; a client is in one part only. */
    private static CompletionStage<Receipt> publishParts(
            List<String> receivers, Function<List<String>, CompletionStage<Receipt>> publish) {
        CompletionStage<Receipt> sum = CompletableFuture.completedFuture(Receipt.NOBODY);
        for (List<String> part : Targets.parts(receivers, LOOK_UPS)) {
            sum = sum.thenCombine(publish.apply(part), Receipt::plus);
        }
        return sum;
    }

    @Override
    public CompletionStage<Receipt> sendToGroups(Collection<String> groups, Message message, SendOptions options) {
        checked(message);
        List<String> names = Names.checkEach("group", groups);
        if (names.isEmpty()) {
            return CompletableFuture.completedFuture(Receipt.NOBODY);
        }
        var frame = new Frame.ToGroups(names, List.copyOf(options.excluded()), message, options.delivery());
        return publish(Target.groups(names), FrameCodec.encode(frame));
    }

    @Override
    public CompletionStage<Receipt> sendToAll(Message message, SendOptions options) {
        var frame = new Frame.ToAll(List.copyOf(options.excluded()), checked(message), options.delivery());
        return publish(Target.all(), FrameCodec.encode(frame));
    }

    private CompletionStage<Receipt> publish(Target target, byte[] frame) {
        return queue.publish(target, frame).thenApply(Receipt::new);
    }

    /**
     * Returns the message when it has at most {@link #MAX_MESSAGE_BYTES}.
     *
     * @throws IllegalArgumentException that says how many it has
     */
    public static Message checked(Message message) {
        if (message.length() > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    "message must have at most " + MAX_MESSAGE_BYTES + " bytes but has " + message.length());
        }
        return message;
    }

    // ---- closes

    @Override
    public CompletionStage<Receipt> closeClient(String clientId, Close close) {
        watch.closing(clientId);
        return close(clientId, close.code(), close.reason(), close.last());
    }

    /** Closes a client that the app failed to take in, with code 1011. */
    public CompletionStage<Receipt> closeFailed(String clientId) {
        return close(clientId, SERVER_ERROR, "onConnect failed", Optional.empty());
    }

    private CompletionStage<Receipt> close(String clientId, int code, String reason, Optional<Message> last) {
        return toOne(clientId, new Frame.Close(clientId, code, reason, last));
    }

    private CompletionStage<Receipt> toOne(String clientId, Frame frame) {
        return ClientIds.isClientId(clientId)
                ? publish(Target.clients(List.of(clientId)), FrameCodec.encode(frame))
                : CompletableFuture.completedFuture(Receipt.NOBODY);
    }

    @Override
    public CompletionStage<Receipt> closeUid(String uid, Close close) {
        Names.check("uid", uid);
        var frame = new Frame.CloseUid(uid, close.code(), close.reason(), close.last());
        return publish(Target.uids(List.of(uid)), FrameCodec.encode(frame));
    }

    @Override
    public CompletionStage<Receipt> abortClient(String clientId) {
        watch.closing(clientId);
        return toOne(clientId, new Frame.Abort(clientId));
    }

    // ---- changes

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
    public CompletionStage<Long> ungroup(String group) {
        Names.check("group", group);
        return queue.callAlone(() -> directory.ungroup(group));
    }

    @Override
    public CompletionStage<Change> bindUid(String clientId, String uid) {
        Names.check("uid", uid);
        watch.uidChanging(clientId);
        return change(clientId, () -> directory.bindUid(clientId, uid));
    }

    @Override
    public CompletionStage<Change> unbindUid(String clientId) {
        watch.uidChanging(clientId);
        return change(clientId, () -> directory.unbindUid(clientId));
    }

    private CompletionStage<Change> change(String clientId, Supplier<CompletableFuture<Change>> call) {
        // a text that cannot be an id would still make a key
        return ClientIds.isClientId(clientId) ? queue.call(call) : CompletableFuture.completedFuture(Change.OFFLINE);
    }

    @Override
    public CompletionStage<Change> setSession(String clientId, JsonObject session) {
        String json = StoredSession.checked(clientId, session.toString());
        watch.sessionChanging(clientId);
        return changeSession(
                clientId, Sessions.of(clientId), json.length(), () -> directory.replaceSession(clientId, json));
    }

    @Override
    public CompletionStage<Change> updateSession(String clientId, JsonObject changes) {
        watch.sessionChanging(clientId);
        return changeSession(
                clientId,
                Sessions.updated(clientId),
                changes.toString().length(),
                new SessionUpdate(directory, clientId, changes)::run);
    }

    private CompletionStage<Change> changeSession(
            String clientId, Sessions sessions, int bytes, Supplier<CompletableFuture<SessionWrite>> call) {
        if (!ClientIds.isClientId(clientId)) {
            return CompletableFuture.completedFuture(Change.OFFLINE);
        }
        return queue.call(sessions, bytes, call)
                .thenApply(write -> write == SessionWrite.WRITTEN ? Change.DONE : Change.OFFLINE);
    }

    // ---- queries

    @Override
    public AsyncQueries async() {
        return queries;
    }

    /** The client's session with its version, as a worker needs it to write it back. In the queue like every query. */
    public StoredSession storedSession(String clientId) {
        return Answers.await(queries.storedSession(clientId));
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
            RedisFailures.await(settled, Answers.LIMIT);
        } finally {
            if (ownsRedis) {
                redis.close();
            }
        }
    }
}
