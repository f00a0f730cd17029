package io.gatefarm.bench.simulation.wire;

import io.gatefarm.bench.simulation.world.SimulatedProcess;
import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.protocol.ConnectionFacade;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A connection that subscribes: SUBSCRIBE is answered at once, messages come when the world says so. */
final class SubscriberLink implements RedisChannelWriter {
    private final SimulatedNetwork network;
    private final SimulatedProcess process;
    private final SubscriberEndpoint endpoint;
    private final Runnable connected;
    private SimulatedNetwork.@Nullable Inbox inbox;

    SubscriberLink(
            SimulatedNetwork network, SimulatedProcess process, SubscriberEndpoint endpoint, Runnable connected) {
        this.network = network;
        this.process = process;
        this.endpoint = endpoint;
        this.connected = connected;
    }

    @Override
    public <K, V, T> RedisCommand<K, V, T> write(RedisCommand<K, V, T> command) {
        List<String> words = Resp.words(command);
        if (!words.get(0).equals("SUBSCRIBE")) {
            throw new IllegalStateException("a subscriber sends no " + words.get(0));
        }
        inbox = network.subscribe(process, words.subList(1, words.size()), this::message, connected);
        command.complete();
        return command;
    }

    private void message(String channel, String message) {
        endpoint.message(channel, message.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        SimulatedNetwork.Inbox open = inbox;
        if (open != null) {
            network.unsubscribe(open);
        }
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        close();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public <K, V> Collection<RedisCommand<K, V, ?>> write(Collection<? extends RedisCommand<K, V, ?>> commands) {
        throw new UnsupportedOperationException("one at a time");
    }

    @Override
    public void setConnectionFacade(ConnectionFacade connection) {}

    @Override
    public void setAutoFlushCommands(boolean autoFlush) {}

    @Override
    public void flushCommands() {}

    @Override
    public ClientResources getClientResources() {
        return SimulatedLink.RESOURCES;
    }
}
