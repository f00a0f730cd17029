package io.gatefarm.push.testing;

import static io.gatefarm.push.testing.GatewayContract.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.gatefarm.push.Close;
import io.gatefarm.push.Gateway;
import io.gatefarm.push.Page;
import io.gatefarm.redis.embedded.RedisSource;
import io.gatefarm.redis.event.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The same calls in the same order to the fake gateway and to the real one: every answer and everything received is equal. */
final class SameAnswersPropertyTest {
    private static final List<String> NAMES = List.of("a", "b", "{a}", "a:b", "\ud83d\ude42");

    private static RedisSource source;

    @BeforeContainer
    static void open() {
        source = RedisSource.open(System.getenv("GATEFARM_TEST_REDIS"));
    }

    @AfterContainer
    static void close() {
        source.close();
    }

    enum Kind {
        CONNECT,
        DISCONNECT,
        JOIN,
        LEAVE,
        UNGROUP,
        BIND,
        UNBIND,
        SET_SESSION,
        UPDATE_SESSION,
        TO_CLIENT,
        TO_CLIENTS,
        TO_UIDS,
        TO_GROUPS,
        TO_ALL,
        CLOSE,
        CLOSE_UID,
        ABORT
    }

    /** A call: on which client, with which name, excluding which other client. */
    record Step(Kind kind, int client, int name, int other) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.of(Kind.JOIN, Kind.BIND, Kind.CONNECT)),
                Tuple.of(3, Arbitraries.of(Kind.class)));
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 9);
        return Combinators.combine(kinds, numbers, numbers, numbers)
                .as(Step::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(120);
    }

    /** One of the two, and its clients in the order in which they were connected. */
    private static final class Side {
        final Gateway push;
        final List<String> clients = new ArrayList<>();

        Side(Gateway push) {
            this.push = push;
        }

        String client(int number) {
            return clients.get(number % clients.size());
        }

        Object run(Step step, int turn) {
            String client = client(step.client());
            String other = client(step.other());
            String name = NAMES.get(step.name() % NAMES.size());
            String second = NAMES.get(step.other() % NAMES.size());
            String text = step.kind() + " " + turn;
            return switch (step.kind()) {
                case CONNECT, DISCONNECT -> "";
                case JOIN -> answer(push.joinGroup(client, name));
                case LEAVE -> answer(push.leaveGroup(client, name));
                case UNGROUP -> answer(push.ungroup(name));
                case BIND -> answer(push.bindUid(client, name));
                case UNBIND -> answer(push.unbindUid(client));
                case SET_SESSION -> push.isOnline(client) ? answer(push.setSession(client, session(name, turn))) : "";
                case UPDATE_SESSION ->
                    push.isOnline(client) ? answer(push.updateSession(client, session(name, turn))) : "";
                case TO_CLIENT -> answer(push.sendToClient(client, text));
                case TO_CLIENTS ->
                    answer(push.sendToClients(List.of(client, other, client), text, client(step.name())));
                case TO_UIDS -> answer(push.sendToUids(List.of(name, second), text, other));
                case TO_GROUPS -> answer(push.sendToGroups(List.of(name, second), text, other));
                case TO_ALL -> answer(push.sendToAll(text, other));
                case CLOSE ->
                    answer(push.closeClient(client, Close.with(3000, text).after(Message.text("last"))));
                case CLOSE_UID -> answer(push.closeUid(name));
                case ABORT -> answer(push.abortClient(client));
            };
        }

        private static JsonObject session(String name, int turn) {
            var inner = new JsonObject();
            inner.addProperty("k" + turn % 3, turn);
            var session = new JsonObject();
            session.add(name, inner);
            session.add("n" + turn % 4, JsonNull.INSTANCE);
            session.addProperty("n" + (turn + 1) % 4, turn);
            return session;
        }

        /** All that can be asked, with numbers in place of client ids. */
        Map<String, Object> state() {
            Map<String, Object> state = new LinkedHashMap<>();
            state.put("clients", numbers(Page.all(push::clientIds).toList()));
            state.put("counts", List.of(push.countClients(), push.countUids(), push.countGroups()));
            state.put("groups", new TreeSet<>(Page.all(push::groups).toList()));
            state.put("uids", new TreeSet<>(Page.all(push::uids).toList()));
            state.put("sizes", push.countClients(NAMES));
            state.put("online", push.onlineUids(NAMES));
            for (String name : NAMES) {
                state.put(
                        "members of " + name,
                        numbers(push.clientIdsOfGroup(name).items()));
                state.put(
                        "uids of " + name, new TreeSet<>(push.uidsOfGroup(name).items()));
                state.put("uids in " + name, push.countUids(name));
                state.put("clients of " + name, numbers(push.clientIdsOfUid(name)));
            }
            Map<Integer, JsonObject> sessions = new TreeMap<>();
            push.sessions().items().forEach(one -> sessions.put(clients.indexOf(one.clientId()), one.session()));
            state.put("sessions", sessions);
            for (int i = 0; i < clients.size(); i++) {
                if (push.isOnline(clients.get(i))) {
                    state.put("client " + i, List.of(new TreeSet<>(push.groupsOf(client(i))), push.uidOf(client(i))));
                }
            }
            return state;
        }

        private Set<Integer> numbers(List<String> ids) {
            Set<Integer> numbers = new TreeSet<>();
            ids.forEach(id -> numbers.add(clients.indexOf(id)));
            assertThat(numbers).as("each once").hasSameSizeAs(ids);
            return numbers;
        }
    }

    @Property(tries = 12, shrinking = ShrinkingMode.BOUNDED)
    void calls_anyInAnyOrder_getTheSameAnswersAndReachTheSameClients(@ForAll("steps") List<Step> steps) {
        var fake = new FakeGateway();
        try (var farm = new RealFarm()) {
            farm.open(source.uri());
            var faked = new Side(fake);
            var real = new Side(farm.client());
            for (int turn = 0; turn < steps.size(); turn++) {
                Step step = steps.get(turn);
                if (step.kind() == Kind.CONNECT || real.clients.isEmpty()) {
                    farm.awaitArrival(); // what is on its way to all may reach who comes meanwhile, or not
                    faked.clients.add(fake.connect());
                    real.clients.add((step.client() % 2 == 0 ? farm.here() : farm.elsewhere()).connect());
                } else if (step.kind() == Kind.DISCONNECT) {
                    disconnect(fake, faked, farm, real, step.client());
                }
                assertThat(faked.run(step, turn)).as("%d: %s", turn, step).isEqualTo(real.run(step, turn));
            }
            assertThat(faked.state()).isEqualTo(real.state());
            farm.awaitArrival();
            for (int i = 0; i < real.clients.size(); i++) {
                String client = real.client(i);
                assertThat(FakeGatewayContractTest.shown(fake, faked.client(i)))
                        .as("client %d", i)
                        .isEqualTo(farm.holder(client).received(client));
            }
        }
    }

    private static void disconnect(FakeGateway fake, Side faked, RealFarm farm, Side real, int client) {
        String clientId = real.client(client);
        if (real.push.isOnline(clientId)) {
            farm.awaitArrival(); // or who goes meanwhile
            farm.holder(clientId).disconnect(clientId);
            fake.disconnect(faked.client(client));
        }
    }
}
