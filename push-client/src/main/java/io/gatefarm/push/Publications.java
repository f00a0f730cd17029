package io.gatefarm.push;

import io.gatefarm.redis.channel.OutboundChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Merges one turn's frames into as few publications as keep the order. Frames for different known gateways may pass each other,
 * since no client is on two; any other change of target sends what was collected first. Owned by one turn.
 */
final class Publications {
    /** Bytes after which a publication is sent: far below Redis's limits, large enough that the cost per call is gone. */
    private static final int MAX_BYTES = 256 * 1024;

    private final OutboundChannel channel;
    private final Map<Target, Open> open = new LinkedHashMap<>();
    private final List<CompletableFuture<?>> answers = new ArrayList<>();

    Publications(OutboundChannel channel) {
        this.channel = channel;
    }

    void add(SendQueue.Call.Publish publish) {
        Target target = publish.target();
        Open collecting = open.get(target);
        if (collecting == null) {
            if (!(target instanceof Target.ToGateway && onlyGateways())) {
                flush();
            }
            collecting = new Open();
            open.put(target, collecting);
        }
        collecting.frames.writeBytes(publish.frame());
        collecting.reached.add(publish.reached());
        if (collecting.frames.size() >= MAX_BYTES) {
            flush();
        }
    }

    private boolean onlyGateways() {
        return open.keySet().stream().allMatch(Target.ToGateway.class::isInstance);
    }

    /** Sends what was collected. */
    void flush() {
        open.forEach((target, collected) -> {
            byte[] frames = collected.frames.toByteArray();
            answers.add(send(target, frames).whenComplete(collected::answer));
        });
        open.clear();
    }

    private CompletableFuture<Long> send(Target target, byte[] frames) {
        if (target instanceof Target.ToGateway to) {
            return channel.sendToGateway(to.gatewayId(), frames).thenApply(Publications::one);
        }
        if (target instanceof Target.ToClient to) {
            return channel.sendToClient(to.clientId(), frames).thenApply(Publications::one);
        }
        if (target instanceof Target.ToClients to) {
            return channel.sendToClients(to.clientIds(), frames);
        }
        if (target instanceof Target.ToUids to) {
            return channel.sendToUids(to.uids(), frames);
        }
        if (target instanceof Target.ToGroups to) {
            return channel.sendToGroups(to.groups(), frames);
        }
        return channel.sendToAll(frames);
    }

    private static long one(boolean routed) {
        return routed ? 1 : 0;
    }

    /** One stage per publication, complete when Redis has answered and the callers' stages are completed. */
    List<CompletableFuture<?>> answers() {
        return answers;
    }

    private static final class Open {
        private final ByteArrayOutputStream frames = new ByteArrayOutputStream(512);
        private final List<CompletableFuture<Long>> reached = new ArrayList<>();

        void answer(Long clients, Throwable failure) {
            for (CompletableFuture<Long> one : reached) {
                if (failure == null) {
                    one.complete(clients);
                } else {
                    one.completeExceptionally(failure);
                }
            }
        }
    }
}
