package io.gatefarm.push.testing;

import com.google.gson.JsonObject;
import io.gatefarm.push.AsyncQueries;
import io.gatefarm.push.Close;
import io.gatefarm.push.Gateway;
import io.gatefarm.push.GatewayClient;
import io.gatefarm.push.Receipt;
import io.gatefarm.push.SendOptions;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.directory.StoredSession;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.key.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A {@link Gateway} in memory, for the unit tests of an application: no Redis, no sockets. A test makes one, connects clients
 * to it, hands it to the code under test, and looks at what came to the clients.
 *
 * <pre>{@code
 * var gateway = new FakeGateway();
 * String ada = gateway.connect();
 * gateway.bindUid(ada, 42);
 *
 * new Orders(gateway).ship(42); // the code under test
 *
 * assertEquals(List.of("your order has shipped"), gateway.texts(ada));
 * }</pre>
 *
 * <p>Receipts, groups, uids, sessions, paging, order, limits and the checks of names and messages are those of a real gateway; what
 * a call returns is complete already. As there, a client that was closed or aborted gets nothing more but stays online and in its
 * groups until its close event, which here is {@link #disconnect}. Its session ends with it, as if {@code onClose} was handled
 * at once. Calls never fail for Redis's sake. Thread-safe; nothing is ever given back, so make a new one for each test.
 */
public final class FakeGateway implements Gateway {
    private final FakeDirectory directory = new FakeDirectory();
    private final FakeQueries queries = new FakeQueries(directory);

    // ---- clients

    /** Connects a client and returns its id. */
    public String connect() {
        return directory.connect();
    }

    /**
     * The client goes: out of its groups, its uid and every list. Again does nothing.
     *
     * @throws IllegalArgumentException when {@link #connect} never returned that id, like the three below
     */
    public void disconnect(String clientId) {
        directory.disconnect(clientId);
    }

    /** What came to the client so far, connected or gone, in order. */
    public List<Received> received(String clientId) {
        return directory.received(clientId);
    }

    /** The text messages among {@link #received}. */
    public List<String> texts(String clientId) {
        return received(clientId).stream()
                .filter(one ->
                        one instanceof Received.Sent sent && !sent.message().isBinary())
                .map(one -> ((Received.Sent) one).message().text())
                .toList();
    }

    /** How the client was closed; empty while it was not, or was aborted. */
    public Optional<Received.Closed> closeOf(String clientId) {
        return received(clientId).stream()
                .filter(Received.Closed.class::isInstance)
                .map(Received.Closed.class::cast)
                .findFirst();
    }

    // ---- sends

    @Override
    public CompletionStage<Receipt> sendToClient(String clientId, Message message, SendOptions options) {
        return sendToClients(List.of(clientId), message, options);
    }

    @Override
    public CompletionStage<Receipt> sendToClients(Collection<String> clientIds, Message message, SendOptions options) {
        return receipt(directory.toClients(clientIds, options.excluded(), sent(message, options)));
    }

    @Override
    public CompletionStage<Receipt> sendToUids(Collection<String> uids, Message message, SendOptions options) {
        List<Received> sent = sent(message, options);
        return receipt(directory.toUids(Names.checkEach("uid", uids), options.excluded(), sent));
    }

    @Override
    public CompletionStage<Receipt> sendToGroups(Collection<String> groups, Message message, SendOptions options) {
        List<Received> sent = sent(message, options);
        return receipt(directory.toGroups(Names.checkEach("group", groups), options.excluded(), sent));
    }

    @Override
    public CompletionStage<Receipt> sendToAll(Message message, SendOptions options) {
        return receipt(directory.toAll(options.excluded(), sent(message, options)));
    }

    private static List<Received> sent(Message message, SendOptions options) {
        return List.of(new Received.Sent(GatewayClient.checked(message), options.isDroppable(), options.latestOf()));
    }

    private static CompletionStage<Receipt> receipt(long clients) {
        return CompletableFuture.completedFuture(new Receipt(clients));
    }

    // ---- closes

    @Override
    public CompletionStage<Receipt> closeClient(String clientId, Close close) {
        return receipt(directory.toClients(List.of(clientId), Set.of(), closed(close)));
    }

    @Override
    public CompletionStage<Receipt> closeUid(String uid, Close close) {
        return receipt(directory.toUids(Names.checkEach("uid", List.of(uid)), Set.of(), closed(close)));
    }

    private static List<Received> closed(Close close) {
        List<Received> came = new ArrayList<>();
        close.last().ifPresent(last -> came.add(new Received.Sent(last, false)));
        came.add(new Received.Closed(close.code(), close.reason()));
        return came;
    }

    @Override
    public CompletionStage<Receipt> abortClient(String clientId) {
        return receipt(directory.toClients(List.of(clientId), Set.of(), List.of(new Received.Aborted())));
    }

    // ---- changes

    @Override
    public CompletionStage<Change> joinGroup(String clientId, String group) {
        return CompletableFuture.completedFuture(directory.join(clientId, Names.check("group", group)));
    }

    @Override
    public CompletionStage<Change> leaveGroup(String clientId, String group) {
        return CompletableFuture.completedFuture(directory.leave(clientId, Names.check("group", group)));
    }

    @Override
    public CompletionStage<Long> ungroup(String group) {
        return CompletableFuture.completedFuture(directory.ungroup(Names.check("group", group)));
    }

    @Override
    public CompletionStage<Change> bindUid(String clientId, String uid) {
        return CompletableFuture.completedFuture(directory.bind(clientId, Names.check("uid", uid)));
    }

    @Override
    public CompletionStage<Change> unbindUid(String clientId) {
        return CompletableFuture.completedFuture(directory.unbind(clientId));
    }

    @Override
    public CompletionStage<Change> setSession(String clientId, JsonObject session) {
        String json = StoredSession.checked(clientId, session.toString());
        return CompletableFuture.completedFuture(directory.setSession(clientId, json));
    }

    @Override
    public CompletionStage<Change> updateSession(String clientId, JsonObject changes) {
        try {
            return CompletableFuture.completedFuture(directory.updateSession(clientId, changes));
        } catch (IllegalArgumentException e) { // as Gateway has it
            return CompletableFuture.failedFuture(e);
        }
    }

    // ---- queries

    @Override
    public AsyncQueries async() {
        return queries;
    }
}
