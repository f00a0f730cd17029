package io.gatefarm.redis;

import io.gatefarm.redis.channel.ChannelListener;
import io.gatefarm.redis.channel.ChannelSubscription;
import io.gatefarm.redis.frame.Frame;
import io.gatefarm.redis.frame.FrameBatch;
import io.gatefarm.redis.frame.FrameCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A gateway's subscription, which keeps what arrives. */
public final class Inbox implements ChannelListener, AutoCloseable {
    private static final long MARK = -1;
    private static final long PATIENCE_S = 5;

    private final TestFarm farm;
    private final String gateway;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final ChannelSubscription subscription;

    /** @param toAll whether it came by the channel of all gateways */
    public record Arrival(boolean toAll, FrameBatch batch) {
        public List<Frame> frames() {
            return batch.frames();
        }
    }

    private Inbox(TestFarm farm, String gateway) {
        this.farm = farm;
        this.gateway = gateway;
        this.subscription = farm.redis().outbound().subscribe(gateway, this);
    }

    public static Inbox of(TestFarm farm, String gateway) {
        return new Inbox(farm, gateway);
    }

    @Override
    public void toGateway(byte[] message) {
        arrivals.add(new Arrival(false, FrameCodec.decode(message)));
    }

    @Override
    public void toAll(byte[] message) {
        arrivals.add(new Arrival(true, FrameCodec.decode(message)));
    }

    /** The next one, waited for. */
    public Arrival next() throws InterruptedException {
        Arrival arrival = arrivals.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (arrival == null) {
            throw new AssertionError("nothing arrived at " + gateway + " within " + PATIENCE_S + " s");
        }
        return arrival;
    }

    /** Everything that was published so far and not taken yet: a mark is sent after it and waited for. */
    public List<Arrival> soFar() throws InterruptedException {
        farm.plain().publish(farm.keys().to(gateway), MARK + "\n");
        List<Arrival> taken = new ArrayList<>();
        for (Arrival arrival = next(); arrival.batch().number() != MARK; arrival = next()) {
            taken.add(arrival);
        }
        return taken;
    }

    /** The frames of everything that was published so far and not taken yet. */
    public List<Frame> frames() throws InterruptedException {
        return soFar().stream().flatMap(arrival -> arrival.frames().stream()).toList();
    }

    @Override
    public void close() {
        subscription.close();
    }
}
