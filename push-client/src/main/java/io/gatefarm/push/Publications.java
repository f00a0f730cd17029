package io.gatefarm.push;

import io.gatefarm.redis.channel.OutboundChannel;
import io.gatefarm.redis.channel.Send;
import io.gatefarm.redis.channel.Target;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Puts one turn's frames into as few calls to Redis as keep the order, which are as long as does not hold Redis up. Frames of
 * neighbours with one target become one send; so do those for different known gateways in any order, since no client is on two.
 * Owned by one turn.
 */
final class Publications {
    /** Bytes after which a call is made: far below Redis's limits, large enough that the cost per call is gone. */
    private static final int MAX_BYTES = 256 * 1024;

    /** Names that one call to Redis looks up, unless a single send has more; some 0.5 ms. */
    static final int MAX_LOOK_UPS = 500;

    private final OutboundChannel channel;
    private final List<Open> collected = new ArrayList<>();
    private final Map<Target, Open> mergeable = new HashMap<>();
    private final List<CompletableFuture<?>> answers = new ArrayList<>();
    private boolean onlyGateways = true;
    private int lookUps;
    private int bytes;

    Publications(OutboundChannel channel) {
        this.channel = channel;
    }

    void add(Call.Publish publish) {
        Open open = mergeable.get(publish.target());
        if (open == null) {
            open = open(publish.target());
        }
        open.frames.writeBytes(publish.frame());
        open.reached.add(publish.reached());
        bytes += publish.frame().length;
        if (bytes >= MAX_BYTES) {
            flush();
        }
    }

    private Open open(Target target) {
        int names = target.names().size();
        if (lookUps + names > MAX_LOOK_UPS) {
            flush();
        }
        boolean gateway = target.kind() == Target.Kind.GATEWAY;
        if (!(gateway && onlyGateways)) {
            mergeable.clear();
        }
        onlyGateways = gateway;
        var open = new Open(target);
        collected.add(open);
        mergeable.put(target, open);
        lookUps += names;
        return open;
    }

    /** Sends what was collected. */
    void flush() {
        if (!collected.isEmpty()) {
            List<Open> sent = List.copyOf(collected);
            answers.add(channel.send(sent.stream().map(Open::send).toList())
                    .whenComplete((reached, failure) -> answer(sent, reached, failure)));
        }
        collected.clear();
        mergeable.clear();
        lookUps = 0;
        bytes = 0;
    }

    private static void answer(List<Open> sent, long[] reached, Throwable failure) {
        for (int i = 0; i < sent.size(); i++) {
            for (CompletableFuture<Long> one : sent.get(i).reached) {
                if (failure == null) {
                    one.complete(reached[i]);
                } else {
                    one.completeExceptionally(failure);
                }
            }
        }
    }

    /** One stage per call, complete when Redis has answered and the callers' stages are completed. */
    List<CompletableFuture<?>> answers() {
        return answers;
    }

    private static final class Open {
        private final Target target;
        private final ByteArrayOutputStream frames = new ByteArrayOutputStream(256);
        private final List<CompletableFuture<Long>> reached = new ArrayList<>(1);

        Open(Target target) {
            this.target = target;
        }

        Send send() {
            return new Send(target, frames.toByteArray());
        }
    }
}
