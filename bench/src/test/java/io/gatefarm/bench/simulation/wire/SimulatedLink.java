package io.gatefarm.bench.simulation.wire;

import io.gatefarm.bench.simulation.world.SimulatedProcess;
import io.gatefarm.bench.simulation.world.World;
import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisException;
import io.lettuce.core.protocol.ConnectionFacade;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One connection: requests go in order, replies come in order, and both are lost when it is cut. It connects again by itself. */
final class SimulatedLink implements RedisChannelWriter, World.Step {
    static final ClientResources RESOURCES = ClientResources.create();

    private final SimulatedNetwork network;
    private final World world;
    private final SimulatedProcess process;
    private final Runnable connected;
    private final int id;
    private final ArrayDeque<Request> requests = new ArrayDeque<>();
    private final ArrayDeque<Reply> replies = new ArrayDeque<>();
    private boolean up = true;
    private boolean closed;
    /** Of the read at the head of the requests, once it has found nothing. */
    private long blockedUntilMs;

    private long seenNews = -1;

    private record Request(List<String> words, RedisCommand<?, ?, ?> command) {}

    private record Reply(Request request, @Nullable Object value) {}

    SimulatedLink(SimulatedNetwork network, SimulatedProcess process, int id, Runnable connected) {
        this.network = network;
        this.world = network.world();
        this.process = process;
        this.id = id;
        this.connected = connected;
    }

    SimulatedProcess process() {
        return process;
    }

    @Override
    public <K, V, T> RedisCommand<K, V, T> write(RedisCommand<K, V, T> command) {
        if (!up || closed) {
            fail(command, "Currently not connected. Commands are rejected.");
            return command;
        }
        List<String> words = Resp.words(command);
        if (words.get(0).equalsIgnoreCase("SCRIPT")) { // no more than work for the simulation
            Resp.complete(command, network.execute(words));
            return command;
        }
        requests.add(new Request(words, command));
        long limitMs = network.config().commandTimeout().toMillis();
        process.after(limitMs, () -> {
            if (!command.isDone()) {
                network.count("timeouts");
                fail(command, "Command timed out after " + limitMs + " ms");
            }
        });
        return command;
    }

    private static void fail(RedisCommand<?, ?, ?> command, String why) {
        command.completeExceptionally(new RedisException(why));
    }

    @Override
    public boolean isPossible() {
        return canCarry() || canDeliver();
    }

    private boolean canCarry() {
        if (requests.isEmpty() || network.isPaused()) {
            return false;
        }
        return blockedUntilMs == 0 || world.nowMs() >= blockedUntilMs || seenNews != network.news();
    }

    private boolean canDeliver() {
        return !replies.isEmpty() && !process.isHung();
    }

    @Override
    public void run() {
        if (canDeliver() && (!canCarry() || world.random().nextBoolean())) {
            deliver();
        } else {
            carry();
        }
    }

    private void carry() {
        if (world.chance(network.cutChance())) {
            network.count("requests lost");
            cut(true);
            return;
        }
        Request request = requests.element();
        String name = request.words.get(0).toUpperCase(Locale.ROOT);
        Object reply = name.equals("CLIENT") ? client(request.words) : network.execute(request.words);
        seenNews = network.news();
        if (reply == null && name.equals("XREAD") && mayWait(request)) {
            return;
        }
        blockedUntilMs = 0;
        requests.remove();
        replies.add(new Reply(request, reply));
    }

    private boolean mayWait(Request request) {
        int block = request.words.indexOf("BLOCK");
        if (block < 0 || request.command.isDone()) {
            return false;
        }
        if (blockedUntilMs == 0) {
            long ms = Long.parseLong(request.words.get(block + 1));
            blockedUntilMs = world.nowMs() + ms;
            world.after(ms, () -> {}); // so that time goes on to it
        }
        return world.nowMs() < blockedUntilMs;
    }

    private Object client(List<String> words) {
        if (words.get(1).equalsIgnoreCase("ID")) {
            return (long) id;
        }
        for (SimulatedLink link : network.links()) { // CLIENT UNBLOCK
            if (words.get(2).equals(Integer.toString(link.id)) && link.blockedUntilMs > 0) {
                link.blockedUntilMs = world.nowMs();
                return 1L;
            }
        }
        return 0L;
    }

    private void deliver() {
        if (world.chance(network.cutChance())) {
            network.count("replies lost");
            cut(true);
            return;
        }
        Reply reply = replies.remove();
        if (!reply.request.command.isDone()) {
            Resp.complete(reply.request.command, reply.value);
        }
    }

    /** @param serverLives whether requests on their way may still come there */
    void cut(boolean serverLives) {
        List<RedisCommand<?, ?, ?>> lost = new ArrayList<>();
        replies.forEach(reply -> lost.add(reply.request.command));
        requests.forEach(request -> lost.add(request.command));
        forget(serverLives);
        up = false;
        process.ready(() -> lost.forEach(command -> fail(command, "Connection closed")));
        connectAgain();
    }

    private void connectAgain() {
        world.after(world.between(20, 600), () -> {
            if (closed) {
                return;
            }
            if (network.isPaused()) {
                connectAgain();
                return;
            }
            process.ready(() -> {
                up = true;
                connected.run();
            });
        });
    }

    private void forget(boolean serverLives) {
        if (serverLives && world.random().nextBoolean()) {
            network.comesLate(requests.stream().map(Request::words).toList());
        }
        requests.clear();
        replies.clear();
        blockedUntilMs = 0;
    }

    /** Its process is dead. */
    void abandon() {
        forget(true);
        close();
    }

    @Override
    public <K, V> Collection<RedisCommand<K, V, ?>> write(Collection<? extends RedisCommand<K, V, ?>> commands) {
        List<RedisCommand<K, V, ?>> written = new ArrayList<>();
        commands.forEach(command -> written.add(write(command)));
        return written;
    }

    @Override
    public void close() {
        closed = true;
        network.remove(this);
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        close();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void setConnectionFacade(ConnectionFacade connection) {}

    @Override
    public void setAutoFlushCommands(boolean autoFlush) {}

    @Override
    public void flushCommands() {}

    @Override
    public ClientResources getClientResources() {
        return RESOURCES;
    }
}
