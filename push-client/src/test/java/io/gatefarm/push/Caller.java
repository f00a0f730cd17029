package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.gatefarm.redis.directory.Change;
import io.gatefarm.redis.testing.TestGateway;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;

/**
 * One caller of the push API, and the browsers of its clients: makes random calls, does the same to the model, and compares the
 * answers. Its calls and another's may come in any order with the same end: clients are its own; of the common clients it
 * changes one key of their sessions and their membership in groups of its own; only these groups it empties. Owned by one thread
 * at a time.
 */
final class Caller {
    private static final int FEW = 125;
    private static final int MANY = 150;
    private static final String NO_CLIENT = "0000000000000000000";

    private final String name;
    private final GatewayClient push;
    private final Common common;
    private final DirectoryModel model;
    private final Random random;
    private final RandomJson json;
    private final List<String> ownGroups;
    private final Map<String, TestGateway> gatewayOf = new HashMap<>();
    private final List<String> online = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();
    /** Clients of a dead gateway, while it is being swept: nobody knows what a call on them will find. */
    private final List<String> swept = new ArrayList<>();

    private final List<Runnable> unchecked = new ArrayList<>();

    Caller(String test, int number, GatewayClient push, Common common, Random random) {
        this.name = test + ", caller " + number;
        this.push = push;
        this.common = common;
        this.model = common.model();
        this.random = random;
        this.json = new RandomJson(random);
        this.ownGroups = Common.groupsOf(number);
    }

    /** Makes so many calls; when it returns, all are answered. */
    void act(int calls) {
        for (int i = 0; i < calls; i++) {
            act();
        }
        settle();
    }

    private void act() {
        int dice = random.nextInt(100);
        if (online.size() < FEW || dice < 6 && online.size() < MANY) {
            open();
        } else if (dice < 10) {
            close();
        } else if (dice < 12) {
            closeWhileCalling();
        } else if (dice < 35) {
            join(anyClient(), pick(Common.NAMES));
        } else if (dice < 45) {
            join(ownOrCommonClient(), pick(ownGroups));
        } else if (dice < 55) {
            leave(anyClient(), pick(Common.NAMES));
        } else if (dice < 60) {
            leave(ownOrCommonClient(), pick(ownGroups));
        } else if (dice < 62) {
            ungroup();
        } else if (dice < 75) {
            bind();
        } else if (dice < 80) {
            unbind();
        } else if (dice < 92) {
            changeSession();
        } else {
            ask();
        }
    }

    /** Waits for the answers to all calls and compares them. */
    private void settle() {
        unchecked.forEach(Runnable::run);
        unchecked.clear();
    }

    private <T> void expect(T expected, CompletionStage<T> answer, String call) {
        unchecked.add(() -> assertThat(answer(answer)).as("%s: %s", name, call).isEqualTo(expected));
    }

    /** Waits for the answer later, without knowing it. */
    private void allow(CompletionStage<?> answer) {
        unchecked.add(() -> answer(answer));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Mostly one that is online. */
    private String anyClient() {
        int dice = random.nextInt(20);
        if (dice == 0) {
            return NO_CLIENT;
        }
        if (dice < 3 && !gone.isEmpty()) {
            return pick(gone);
        }
        return dice < 6 && !swept.isEmpty() ? pick(swept) : pick(online);
    }

    private String ownOrCommonClient() {
        return random.nextInt(5) == 0 ? pick(common.clients()) : pick(online);
    }

    // ---- connections

    private void open() {
        TestGateway gateway = pick(common.gateways());
        String clientId;
        synchronized (gateway) {
            clientId = gateway.connect();
        }
        model.open(clientId, gateway.id());
        gatewayOf.put(clientId, gateway);
        online.add(clientId);
        if (random.nextInt(10) > 0) {
            join(clientId, Common.CROWD);
        }
    }

    private void close() {
        settle(); // else the last bind may come too late
        close(online.remove(random.nextInt(online.size())));
    }

    private void close(String clientId) {
        TestGateway gateway = gatewayOf.get(clientId);
        synchronized (gateway) {
            gateway.disconnect(clientId);
        }
        model.close(clientId);
        gone.add(clientId);
    }

    /** The join comes before the close or after it: the client is in no group then. */
    private void closeWhileCalling() {
        settle();
        String clientId = online.remove(random.nextInt(online.size()));
        JsonObject session = json.object();
        allow(push.joinGroup(clientId, pick(Common.NAMES)));
        expect(model.setSession(clientId, session), push.setSession(clientId, session), "setSession in close");
        close(clientId);
        allow(push.leaveGroup(clientId, pick(Common.NAMES)));
    }

    /** Closes every client. */
    void closeAll() {
        settle();
        online.forEach(this::close);
        online.clear();
    }

    /** A gateway is dead; from now on, until {@link #sweepEnds}, its clients may or may not be there. */
    void sweepBegins(String gatewayId) {
        online.stream()
                .filter(clientId -> gatewayOf.get(clientId).id().equals(gatewayId))
                .forEach(swept::add);
        online.removeAll(swept);
    }

    void sweepEnds() {
        gone.addAll(swept);
        swept.clear();
    }

    // ---- changes

    private void join(String clientId, String group) {
        CompletionStage<Change> answer = push.joinGroup(clientId, group);
        if (swept.contains(clientId)) {
            allow(answer);
        } else {
            expect(model.joinGroup(clientId, group), answer, "joinGroup " + clientId + " " + group);
        }
    }

    private void leave(String clientId, String group) {
        CompletionStage<Change> answer = push.leaveGroup(clientId, group);
        if (swept.contains(clientId)) {
            allow(answer);
        } else {
            expect(model.leaveGroup(clientId, group), answer, "leaveGroup " + clientId + " " + group);
        }
    }

    private void ungroup() {
        String group = pick(ownGroups);
        CompletionStage<Long> answer = push.ungroup(group);
        long members = model.ungroup(group);
        if (swept.isEmpty()) {
            expect(members, answer, "ungroup " + group);
        } else {
            unchecked.add(() -> assertThat(answer(answer))
                    .as("%s: ungroup %s", name, group)
                    .isBetween(members, members + swept.size()));
        }
    }

    /** Empties a group of all callers; at quiet points only. */
    void ungroupCommon(String group) {
        expect(model.ungroup(group), push.ungroup(group), "ungroup " + group);
        settle();
    }

    private void bind() {
        String clientId = anyClient();
        String uid = pick(Common.NAMES);
        if (!swept.contains(clientId)) { // the session keeps the uid that it had when it was swept
            expect(model.bindUid(clientId, uid), push.bindUid(clientId, uid), "bindUid " + clientId + " " + uid);
        }
    }

    private void unbind() {
        String clientId = anyClient();
        if (!swept.contains(clientId)) {
            expect(model.unbindUid(clientId), push.unbindUid(clientId), "unbindUid " + clientId);
        }
    }

    private void changeSession() {
        JsonObject value = json.object();
        if (random.nextInt(4) == 0) {
            String clientId = pick(common.clients());
            var changes = new JsonObject();
            changes.add(name, value);
            expect(
                    model.updateSession(clientId, changes),
                    push.updateSession(clientId, changes),
                    "updateSession, common");
        } else if (random.nextBoolean()) {
            String clientId = anyClient();
            expect(model.updateSession(clientId, value), push.updateSession(clientId, value), "updateSession " + value);
        } else {
            String clientId = anyClient();
            expect(model.setSession(clientId, value), push.setSession(clientId, value), "setSession " + value);
        }
    }

    // ---- queries between the calls: a caller sees what it has done

    private void ask() {
        String clientId = pick(online);
        AsyncQueries asked = push.async();
        switch (random.nextInt(6)) {
            case 0 -> expect(model.groupsOf(clientId), asked.groupsOf(clientId), "groupsOf " + clientId);
            case 1 -> expect(model.uidOf(clientId), asked.uidOf(clientId), "uidOf " + clientId);
            case 2 -> expect(model.session(clientId), asked.session(clientId), "session " + clientId);
            case 3 -> expect(model.isOnline(clientId), asked.isOnline(clientId), "isOnline " + clientId);
            case 4 ->
                assertThat(push.session(clientId))
                        .as("%s: session %s, blocking", name, clientId)
                        .isEqualTo(model.session(clientId));
            default -> askOwnGroup(pick(ownGroups));
        }
    }

    private void askOwnGroup(String group) {
        if (swept.isEmpty()) {
            long members = model.clientIdsOfGroup(group).size();
            long uids = model.uidsOfGroup(group).size();
            expect(members, push.async().countClients(group), "countClients " + group);
            expect(uids, push.async().countUids(group), "countUids " + group);
        }
    }
}
