package io.gatefarm.bench.simulation.farm;

import io.gatefarm.bench.simulation.world.World;
import io.gatefarm.redis.connection.RedisUnavailableException;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.event.Handshake;
import io.gatefarm.redis.event.Message;
import io.gatefarm.worker.Client;
import io.gatefarm.worker.Events;
import java.util.concurrent.CompletableFuture;

/**
 * The app of one worker: takes its time, joins, binds, writes sessions, fails, and kills its worker now and then. Looks at all it
 * is told.
 */
final class App implements Events {
    private static final String NUMBER = "number";

    private final FarmWorker worker;
    private final Ledger ledger;
    private final World world;
    private final Observer observer;
    private final RunPlan plan;

    App(FarmWorker worker, Ledger ledger, World world, Observer observer, RunPlan plan) {
        this.worker = worker;
        this.ledger = ledger;
        this.world = world;
        this.observer = observer;
        this.plan = plan;
    }

    @Override
    public void onConnect(Client client, Handshake handshake) {
        handle(client, 0);
    }

    @Override
    public void onMessage(Client client, Message message) {
        handle(client, Integer.parseInt(message.text()));
    }

    @Override
    public void onClose(Client client, CloseReason reason) {
        Ledger.Account account = ledger.account(client.id());
        account.closeKeys.add(client.eventKey());
        if (!observer.isFaulted() && observer.isListed(client.id())) {
            ledger.violated("client still listed in onClose");
        }
        handle(client, Ledger.CLOSE);
    }

    private void handle(Client client, int number) {
        Ledger.Account account = ledger.account(client.id());
        world.trace(() -> worker.name() + " begins " + client.id() + " " + number
                + (client.isRedelivered() ? " redelivered" : ""));
        one(account);
        ledger.begins(account, number, client.isRedelivered());
        account.running.put(worker, number);
        try {
            work(client, account, number);
        } finally {
            account.running.remove(worker);
        }
        world.trace(() -> worker.name() + " ends " + client.id() + " " + number);
    }

    /** One at a time per client, but for handlers of workers that have lost their lease. */
    private void one(Ledger.Account account) {
        for (FarmWorker other : account.running.keySet()) {
            if (other.process().isDead()) {
                continue;
            }
            account.tainted = true;
            if (other == worker || !observer.isFaulted() && observer.owns(other, account.id)) {
                ledger.violated("two handlers of a client at once");
            }
        }
        account.running.keySet().removeIf(other -> other.process().isDead());
    }

    private void work(Client client, Ledger.Account account, int number) {
        if (plan.kills(account.id, number)) {
            ledger.count("workers killed by an event");
            worker.kill();
            new CompletableFuture<Void>().join(); // for ever: nothing of the process runs any more
        }
        if (world.chance(plan.slowChance())) {
            worker.process().sleep(world.between(1, 300));
        }
        boolean writes = number != Ledger.CLOSE && world.chance(0.4);
        if (writes || world.chance(0.3)) {
            session(client, account, number, writes);
        }
        if (number == Ledger.CLOSE) {
            return;
        }
        change(client);
        if (world.chance(plan.failChance())) {
            ledger.count("handlers failed");
            throw new IllegalStateException("as planned");
        }
    }

    private void session(Client client, Ledger.Account account, int number, boolean writes) {
        int seen = client.session().text(NUMBER).map(Integer::parseInt).orElse(-1);
        boolean right = seen == account.written || account.maybe.contains(seen);
        if (!right && !account.tainted && !observer.isFaulted()) {
            ledger.violated("session not seen");
        }
        if (writes) {
            account.maybe.add(number); // until it is known to be written
            client.session().put(NUMBER, number);
            client.saveSession();
            account.maybe.clear();
            account.written = number;
            ledger.count("sessions written");
        }
    }

    private void change(Client client) {
        try {
            switch (world.between(0, 9)) {
                case 0, 1 -> client.joinGroup("g" + world.between(1, 3));
                case 2 -> client.leaveGroup("g" + world.between(1, 3));
                case 3 -> client.bindUid("u" + world.between(1, 3));
                case 4 -> client.unbindUid();
                case 5 -> client.send("answer");
                default -> {}
            }
        } catch (RedisUnavailableException e) {
            world.trace(() -> "change failed: " + e.getMessage());
        }
    }
}
