package io.gatefarm.bench.simulation.memory;

import io.gatefarm.bench.simulation.world.World;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.channel.OutboundChannel;
import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.connection.RedisRefusedException;
import io.gatefarm.redis.directory.Directory;
import io.gatefarm.redis.directory.Listings;
import io.gatefarm.redis.event.ClientEvent;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.lease.GatewayCounts;
import io.gatefarm.redis.lease.GatewayLeases;
import io.gatefarm.redis.lease.PartitionLease;
import io.gatefarm.redis.lease.PartitionLeases;
import io.gatefarm.redis.lease.Wanted;
import io.gatefarm.redis.lease.WorkerCounts;
import io.gatefarm.redis.stream.AppendBatch;
import io.gatefarm.redis.stream.Commit;
import io.gatefarm.redis.stream.InboundStream;
import io.gatefarm.redis.stream.StreamEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Calls every script and plain read, mostly with arguments that mean something, in any order. */
final class RandomCalls {
    private static final int PARTITIONS = 3;
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Handshake HANDSHAKE = new Handshake("/", "", Map.of(), "", "192.0.2.1", 40_000, "default");

    private final World world;
    private final Consumer<Boolean> full;
    private final Directory directory;
    private final Listings listings;
    private final InboundStream inbound;
    private final OutboundChannel outbound;
    private final GatewayLeases gateways;
    private final PartitionLeases leases;
    private final List<String> clients = new ArrayList<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<Integer, PartitionLease> held = new HashMap<>();
    private final Map<Integer, List<StreamEntry>> read = new HashMap<>();
    private int made;

    RandomCalls(World world, FarmRedis redis, Consumer<Boolean> full) {
        this.world = world;
        this.full = full;
        directory = redis.directory();
        listings = redis.listings();
        inbound = redis.inbound();
        outbound = redis.outbound();
        gateways = redis.gatewayLeases();
        leases = redis.partitionLeases();
        var ids = new ClientIds(PARTITIONS, world.random());
        for (int i = 0; i < 8; i++) {
            clients.add(ids.next());
        }
    }

    int made() {
        return made;
    }

    void run(int calls) {
        for (int i = 0; i < 3; i++) {
            await(gateways.register("g" + i, LEASE, "i" + i, "host", PARTITIONS));
        }
        for (; made < calls; made++) {
            full.accept(world.chance(0.04));
            try {
                call(world.between(0, 27));
            } catch (RedisRefusedException e) {
                full.accept(false); // both have refused it
            }
        }
        full.accept(false);
    }

    private <T> T await(CompletionStage<T> stage) {
        return RedisFailures.await(stage, Duration.ofMinutes(1));
    }

    private String client() {
        return world.pick(clients);
    }

    private String gateway() {
        return "g" + world.between(0, 3);
    }

    private String group() {
        return "group-" + world.between(1, 3);
    }

    private String uid() {
        return "uid-\u00fc-" + world.between(1, 3);
    }

    private void call(int which) {
        switch (which) {
            case 0, 1, 2, 3, 4, 5, 6 -> append();
            case 7, 8 -> await(directory.joinGroup(client(), group()));
            case 9 -> await(directory.leaveGroup(client(), group()));
            case 10, 11 -> await(directory.bindUid(client(), uid()));
            case 12 -> await(directory.unbindUid(client()));
            case 13 -> await(directory.writeSession(client(), world.between(0, 2), "{\"a\":\"\u20ac\"}"));
            case 14 -> await(directory.replaceSession(client(), "{}"));
            case 15, 16 -> take();
            case 17, 18 -> commit();
            case 19 -> renew();
            case 20 -> await(gateways.beat(gateway(), LEASE, GatewayCounts.NONE));
            case 21 -> registerOrDrain();
            case 22 -> sweep();
            case 23 -> send();
            case 24 -> questions();
            case 25 -> lists();
            case 26 -> asked();
            default -> await(directory.ungroup(group()));
        }
    }

    private void append() {
        String gateway = gateway();
        String client = client();
        int partition = ClientIds.partitionOf(client);
        String log = gateway + partition;
        long first = sequences.getOrDefault(log, 0L) + (long) (world.between(0, 8) / 8) * world.between(-1, 1) + 1;
        List<ClientEvent> events = new ArrayList<>();
        for (int i = world.between(1, 3); i > 0; i--) {
            events.add(
                    switch (world.between(0, 4)) {
                        case 0, 1 -> new ClientEvent.Opened(client, gateway, made, HANDSHAKE);
                        case 2 -> new ClientEvent.Closed(client, gateway, made, new CloseReason(1000, "bye \"you\""));
                        default -> new ClientEvent.Received(client, gateway, made, Message.text("m\u00f6" + made));
                    });
        }
        int limit = world.between(1, 10) == 1 ? 5 : 1000;
        var reply = await(inbound.append(new AppendBatch(gateway, partition, Math.max(1, first), 1, limit, events)));
        sequences.put(log, reply.lastSequence());
    }

    private void take() {
        int partition = world.between(0, PARTITIONS - 1);
        String seen = world.chance(0.5)
                ? await(leases.holders(PARTITIONS)).get(partition).leaseEnd()
                : "";
        Optional<PartitionLease> lease = await(leases.acquire(partition, "w" + world.between(1, 2), LEASE, seen));
        if (lease.isPresent()) {
            held.put(partition, lease.get());
            var reader = inbound.reader(() -> {});
            read.put(partition, reader.read(Map.of(partition, lease.get().position()), 5, Duration.ofMillis(1)));
            reader.close();
            await(inbound.entries(partition, lease.get().unfinished()));
        }
    }

    private void commit() {
        int partition = world.between(0, PARTITIONS - 1);
        PartitionLease lease = held.get(partition);
        List<StreamEntry> entries = read.getOrDefault(partition, List.of());
        if (lease == null || entries.isEmpty()) {
            return;
        }
        StreamEntry last = entries.get(entries.size() - 1);
        StreamEntry first = entries.get(0);
        String origin = world.chance(0.1) ? "other:0:1" : last.origin();
        List<String> unfinished = entries.size() > 1 && world.chance(0.5) ? List.of(first.id()) : List.of();
        List<String> closed = first.event() instanceof ClientEvent.Closed close ? List.of(close.clientId()) : List.of();
        var commit = new Commit(
                partition,
                "w" + world.between(1, 2),
                lease.epoch(),
                last.id(),
                origin,
                lease.read() + entries.size(),
                unfinished,
                List.of(),
                closed);
        await(world.chance(0.3) ? inbound.bury(commit, first.id(), "failed \u00e4", 1) : inbound.commit(commit));
    }

    private void renew() {
        String worker = "w" + world.between(1, 2);
        if (world.chance(0.5)) {
            await(leases.describe(worker, Map.of("name", worker)));
        }
        Map<Integer, String> epochs = new HashMap<>();
        held.forEach((partition, lease) -> epochs.put(partition, lease.epoch()));
        await(
                world.chance(0.8)
                        ? leases.renew(worker, LEASE, WorkerCounts.NONE, epochs)
                        : leases.renewLeaving(worker, LEASE, WorkerCounts.NONE, epochs));
        await(leases.workerLeaseEnds());
        if (world.chance(0.2)) {
            epochs.forEach((partition, epoch) -> await(leases.release(partition, worker, epoch)));
            await(leases.forget(Set.of(worker)));
        }
    }

    private void registerOrDrain() {
        if (world.chance(0.5)) {
            await(gateways.drain(gateway()));
        } else {
            String gateway = gateway();
            String instance = world.chance(0.7) ? "i" + gateway.charAt(1) : "another";
            await(gateways.register(gateway, LEASE, instance, "host", PARTITIONS));
        }
    }

    private void sweep() {
        String gateway = gateway();
        String seen = world.chance(0.5) ? await(gateways.leaseEnds()).getOrDefault(gateway, "1") : "";
        if (world.chance(0.6)) {
            await(gateways.declareDead(gateway, seen));
        }
        await(gateways.lockSweep("w" + world.between(1, 2), LEASE));
        await(gateways.dead());
        await(gateways.sweep(gateway, world.between(1, 3)));
    }

    private void send() {
        byte[] frames = "frames\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        await(outbound.sendToClients(List.of(client(), client()), frames));
        await(outbound.sendToUids(List.of(uid()), frames));
        await(outbound.sendToGateway(gateway(), frames));
        await(outbound.sendToGroups(List.of(group(), group()), frames));
        await(outbound.sendToAll(frames));
    }

    private void questions() {
        await(directory.isOnline(client()));
        await(directory.isUidOnline(uid()));
        await(directory.countClients());
        await(directory.countClients(group()));
        await(directory.countUids());
        await(directory.countGroups());
        await(directory.groupsOf(client()));
        await(directory.clientIdsOfUid(uid()));
        await(directory.uidOf(client()));
        await(directory.arrivalOf(client()));
        await(directory.session(client()));
    }

    private void lists() {
        await(listings.groups("", 100));
        await(listings.uids("", 100));
        await(listings.clientIdsOfGroup(group(), "", 100));
    }

    private void asked() {
        await(gateways.askToStop(gateway()));
        await(leases.ask("w" + world.between(1, 2), Wanted.RELOAD));
    }
}
