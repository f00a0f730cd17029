package io.gatefarm.redis.directory;

import static io.gatefarm.redis.script.ScriptRunner.bytes;

import io.gatefarm.redis.connection.RedisFailures;
import io.gatefarm.redis.key.Keys;
import io.gatefarm.redis.script.LuaScript;
import io.gatefarm.redis.script.ScriptReply;
import io.gatefarm.redis.script.ScriptRunner;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directory's lists, page by page. A position is "" at the start and else what the last page gave as next. Positions are
 * Redis's scan cursors: a name that stays is never missed and, when nothing changes, comes once. Each page is one Redis call.
 * Thread-safe; stages fail as those of {@link Directory}, a position that is none with {@link IllegalArgumentException} at once.
 */
public final class Listings {
    private static final LuaScript CLIENTS = LuaScript.named("list_clients");
    private static final LuaScript UIDS_OF_GROUP = LuaScript.named("list_uids_of_group");
    private static final String START = "0";
    /** Between the gateway and the scan cursor in a position among all clients. */
    private static final char MARK = '.';

    private static final Pattern AMONG_CLIENTS = Pattern.compile("([^.]+)\\.([0-9]{1,20})");

    private final Keys keys;
    private final ScriptRunner scripts;
    private final RedisAsyncCommands<String, byte[]> commands;

    public Listings(ScriptRunner scripts, Keys keys) {
        this.keys = keys;
        this.scripts = scripts;
        this.commands = scripts.commands();
    }

    /** Groups with a member. */
    public CompletableFuture<Listing> groups(String position, int limit) {
        return set(keys.groups(), position, limit);
    }

    /** Uids with a client. */
    public CompletableFuture<Listing> uids(String position, int limit) {
        return set(keys.uids(), position, limit);
    }

    /** Members of a group. */
    public CompletableFuture<Listing> clientIdsOfGroup(String group, String position, int limit) {
        var scan = commands.hscan(keys.group(group), cursor(position), ScanArgs.Builder.limit(limit));
        return RedisFailures.translated(scan)
                .thenApply(page -> new Listing(List.copyOf(page.getMap().keySet()), next(page)));
    }

    /** Uids of a group's members, each once. */
    public CompletableFuture<Listing> uidsOfGroup(String group, String position, int limit) {
        String[] names = {keys.group(group)};
        return scripts.list(UIDS_OF_GROUP, names, bytes(cursor(position).getCursor()), bytes(limit))
                .thenApply(
                        reply -> new Listing(texts(reply.list(1)), reply.text(0).equals(START) ? "" : reply.text(0)));
    }

    /** Clients of the app. */
    public CompletableFuture<Listing> clientIds(String position, int limit) {
        Matcher at = AMONG_CLIENTS.matcher(position);
        if (!position.isEmpty() && !at.matches()) {
            throw badPosition(position);
        }
        String gateway = position.isEmpty() ? "" : at.group(1);
        String scan = position.isEmpty() ? START : cursor(at.group(2), position).getCursor();
        String[] names = {keys.gateways(), keys.deadGateways()};
        return scripts.list(CLIENTS, names, bytes(gateway), bytes(scan), bytes(limit))
                .thenApply(reply -> new Listing(
                        texts(reply.list(2)), reply.text(0).isEmpty() ? "" : reply.text(0) + MARK + reply.text(1)));
    }

    private CompletableFuture<Listing> set(String key, String position, int limit) {
        var scan = commands.sscan(key, cursor(position), ScanArgs.Builder.limit(limit));
        return RedisFailures.translated(scan).thenApply(page -> {
            List<String> names = new ArrayList<>(page.getValues().size());
            page.getValues().forEach(name -> names.add(new String(name, StandardCharsets.UTF_8)));
            return new Listing(names, next(page));
        });
    }

    private static ScanCursor cursor(String position) {
        return cursor(position.isEmpty() ? START : position, position);
    }

    private static ScanCursor cursor(String scan, String position) {
        try {
            return ScanCursor.of(Long.toUnsignedString(Long.parseUnsignedLong(scan)));
        } catch (NumberFormatException e) {
            throw badPosition(position);
        }
    }

    private static IllegalArgumentException badPosition(String position) {
        return new IllegalArgumentException("not a position of this listing: \"" + position + "\"");
    }

    private static String next(ScanCursor page) {
        return page.isFinished() ? "" : page.getCursor();
    }

    private static List<String> texts(ScriptReply reply) {
        List<String> texts = new ArrayList<>(reply.size());
        for (int i = 0; i < reply.size(); i++) {
            texts.add(reply.text(i));
        }
        return texts;
    }
}
