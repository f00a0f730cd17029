package io.gatefarm.redis.directory;

import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.event.CloseReason;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.ScriptRunner;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What the directory has of one gateway's clients, for the gateway that compares it with its own. Thread-safe; stages fail as
 * those of {@link Directory}.
 */
public final class HeldClients {
    private static final String GROUP = "group:";
    private static final String KICK = "kick:";
    private static final byte[] NOTHING = {};

    private final Keys keys;
    private final RedisAsyncCommands<String, byte[]> commands;
    private final RestoreClient restoreClient;
    private final String gatewayId;

    public HeldClients(ScriptRunner scripts, Keys keys, String gatewayId) {
        this.keys = keys;
        this.commands = scripts.commands();
        this.restoreClient = new RestoreClient(scripts, keys);
        this.gatewayId = gatewayId;
    }

    /** The clients as Redis has them, in the order asked for; empty for one that is missing or another's. One read per client. */
    public CompletableFuture<List<Optional<ClientState>>> states(List<String> clientIds) {
        return all(
                clientIds,
                id -> RedisFailures.translated(commands.hgetall(keys.client(id)))
                        .thenApply(fields -> state(id, fields)));
    }

    private Optional<ClientState> state(String clientId, Map<String, byte[]> fields) {
        if (!text(fields, "gateway").equals(gatewayId)) {
            return Optional.empty();
        }
        Set<String> groups = new HashSet<>();
        for (String field : fields.keySet()) {
            if (field.startsWith(GROUP)) {
                groups.add(field.substring(GROUP.length()));
            }
        }
        return Optional.of(new ClientState(
                clientId,
                text(fields, "from"),
                number(text(fields, "since")),
                number(text(fields, "version")),
                text(fields, "uid"),
                groups));
    }

    /**
     * Puts clients back as the gateway has them, unless Redis knows newer; what holds then is published to the gateway as a {@code
     * state} frame. One script call per client, sent in one go.
     */
    public CompletableFuture<List<Restored>> restore(List<ClientState> clients) {
        return all(clients, client -> restoreClient.run(gatewayId, client));
    }

    /** Every client that Redis counts to the gateway. One read. */
    public CompletableFuture<Set<String>> clientIds() {
        return RedisFailures.translated(commands.smembers(keys.gatewayClients(gatewayId)))
                .thenApply(members -> {
                    Set<String> ids = new HashSet<>();
                    members.forEach(id -> ids.add(new String(id, StandardCharsets.UTF_8)));
                    return ids;
                });
    }

    /** Those of the clients that Redis counts to the gateway. One read per client. */
    public CompletableFuture<List<String>> known(List<String> clientIds) {
        return all(
                        clientIds,
                        id -> RedisFailures.translated(
                                commands.sismember(keys.gatewayClients(gatewayId), ScriptRunner.bytes(id))))
                .thenApply(are -> {
                    List<String> known = new ArrayList<>();
                    for (int i = 0; i < are.size(); i++) {
                        if (are.get(i)) {
                            known.add(clientIds.get(i));
                        }
                    }
                    return known;
                });
    }

    /** Clients that were to be closed and are not gone yet; {@link CloseReason#ABNORMAL} for one to be cut off. One read. */
    public CompletableFuture<Map<String, CloseReason>> kicks() {
        return RedisFailures.translated(commands.hgetall(keys.gateway(gatewayId)))
                .thenApply(fields -> {
                    Map<String, CloseReason> kicks = new HashMap<>();
                    fields.forEach((name, value) -> {
                        if (name.startsWith(KICK)) {
                            kicks.put(name.substring(KICK.length()), kick(new String(value, StandardCharsets.UTF_8)));
                        }
                    });
                    return kicks;
                });
    }

    /** Code, a space, the reason. */
    private static CloseReason kick(String value) {
        int space = value.indexOf(' ');
        return new CloseReason(Integer.parseInt(value.substring(0, space)), value.substring(space + 1));
    }

    private static <N, T> CompletableFuture<List<T>> all(
            Collection<N> names, Function<N, CompletableFuture<T>> question) {
        List<CompletableFuture<T>> answers = names.stream().map(question).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    }

    private static String text(Map<String, byte[]> fields, String name) {
        return new String(fields.getOrDefault(name, NOTHING), StandardCharsets.UTF_8);
    }

    private static long number(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
