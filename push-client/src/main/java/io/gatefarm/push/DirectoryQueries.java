package io.gatefarm.push;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gatefarm.redis.FarmRedis;
import io.gatefarm.redis.directory.Directory;
import io.gatefarm.redis.directory.Listing;
import io.gatefarm.redis.directory.Listings;
import io.gatefarm.redis.directory.StoredSession;
import io.gatefarm.redis.key.ClientIds;
import io.gatefarm.redis.key.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks Redis, in the queue like all else, so that a caller sees its own changes. Thread-safe. */
final class DirectoryQueries implements AsyncQueries {
    private final Directory directory;
    private final Listings listings;
    private final SendQueue queue;

    DirectoryQueries(FarmRedis redis, SendQueue queue) {
        this.directory = redis.directory();
        this.listings = redis.listings();
        this.queue = queue;
    }

    @Override
    public CompletableFuture<Boolean> isOnline(String clientId) {
        return ofClient(clientId, false, () -> directory.isOnline(clientId));
    }

    /** Asks about a client; a text that cannot be an id would still make a key. */
    private <T> CompletableFuture<T> ofClient(String clientId, T unknown, Supplier<CompletableFuture<T>> question) {
        return ClientIds.isClientId(clientId) ? queue.call(question) : CompletableFuture.completedFuture(unknown);
    }

    @Override
    public CompletableFuture<Boolean> isUidOnline(String uid) {
        Names.check("uid", uid);
        return queue.call(() -> directory.isUidOnline(uid));
    }

    @Override
    public CompletableFuture<Set<String>> onlineUids(Collection<String> uids) {
        return each("uid", uids, directory::isUidOnline).thenApply(online -> {
            Set<String> found = new LinkedHashSet<>();
            online.forEach((uid, isOnline) -> {
                if (isOnline) {
                    found.add(uid);
                }
            });
            return found;
        });
    }

    private <T> CompletableFuture<Map<String, T>> each(
            String what, Collection<String> names, Function<String, CompletableFuture<T>> question) {
        List<String> checked = Names.checkEach(what, names);
        return queue.call(() -> Directory.each(checked, question));
    }

    @Override
    public CompletableFuture<Long> countClients() {
        return queue.call(directory::countClients);
    }

    @Override
    public CompletableFuture<Long> countClients(String group) {
        Names.check("group", group);
        return queue.call(() -> directory.countClients(group));
    }

    @Override
    public CompletableFuture<Map<String, Long>> countClients(Collection<String> groups) {
        return each("group", groups, directory::countClients);
    }

    @Override
    public CompletableFuture<Long> countUids() {
        return queue.call(directory::countUids);
    }

    @Override
    public CompletableFuture<Long> countUids(String group) {
        Names.check("group", group);
        return countUids(group, "", 0);
    }

    /** Each page takes its place in the queue, so that a large group holds up nobody. */
    private CompletableFuture<Long> countUids(String group, String position, long before) {
        var uids = queue.call(() -> listings.uidsOfGroup(group, position, Cursor.DEFAULT_LIMIT));
        return uids.thenCompose(page -> {
            long counted = before + page.names().size();
            return page.next().isEmpty()
                    ? CompletableFuture.completedFuture(counted)
                    : countUids(group, page.next(), counted);
        });
    }

    @Override
    public CompletableFuture<Long> countGroups() {
        return queue.call(directory::countGroups);
    }

    @Override
    public CompletableFuture<Page<String>> clientIds(Cursor cursor) {
        return list(cursor, listings::clientIds);
    }

    private CompletableFuture<Page<String>> list(
            Cursor cursor, BiFunction<String, Integer, CompletableFuture<Listing>> listing) {
        return queue.call(() -> listing.apply(cursor.position(), cursor.limit()))
                .thenApply(page -> page(page.names(), page, cursor));
    }

    private static <T> Page<T> page(List<T> items, Listing listing, Cursor cursor) {
        return new Page<>(
                items,
                Optional.of(listing.next()).filter(next -> !next.isEmpty()).map(cursor::at));
    }

    @Override
    public CompletableFuture<Page<String>> clientIdsOfGroup(String group, Cursor cursor) {
        Names.check("group", group);
        return list(cursor, (position, limit) -> listings.clientIdsOfGroup(group, position, limit));
    }

    @Override
    public CompletableFuture<List<String>> clientIdsOfUid(String uid) {
        Names.check("uid", uid);
        return queue.call(() -> directory.clientIdsOfUid(uid));
    }

    @Override
    public CompletableFuture<Map<String, List<String>>> clientIdsOfUids(Collection<String> uids) {
        return each("uid", uids, directory::clientIdsOfUid);
    }

    @Override
    public CompletableFuture<Page<String>> uids(Cursor cursor) {
        return list(cursor, listings::uids);
    }

    @Override
    public CompletableFuture<Page<String>> uidsOfGroup(String group, Cursor cursor) {
        Names.check("group", group);
        return list(cursor, (position, limit) -> listings.uidsOfGroup(group, position, limit));
    }

    @Override
    public CompletableFuture<Page<String>> groups(Cursor cursor) {
        return list(cursor, listings::groups);
    }

    @Override
    public CompletableFuture<Set<String>> groupsOf(String clientId) {
        return ofClient(clientId, Set.of(), () -> directory.groupsOf(clientId));
    }

    @Override
    public CompletableFuture<Optional<String>> uidOf(String clientId) {
        return ofClient(clientId, Optional.empty(), () -> directory.uidOf(clientId));
    }

    @Override
    public CompletableFuture<JsonObject> session(String clientId) {
        return storedSession(clientId).thenApply(DirectoryQueries::object);
    }

    /** The session with its version. */
    CompletableFuture<StoredSession> storedSession(String clientId) {
        return ClientIds.isClientId(clientId)
                ? queue.call(Sessions.of(clientId), () -> directory.session(clientId))
                : CompletableFuture.completedFuture(StoredSession.EMPTY);
    }

    private static JsonObject object(StoredSession session) {
        return JsonParser.parseString(session.json()).getAsJsonObject();
    }

    @Override
    public CompletableFuture<Page<ClientSession>> sessionsOfGroup(String group, Cursor cursor) {
        Names.check("group", group);
        return sessions(cursor, () -> listings.clientIdsOfGroup(group, cursor.position(), cursor.limit()));
    }

    @Override
    public CompletableFuture<Page<ClientSession>> sessions(Cursor cursor) {
        return sessions(cursor, () -> listings.clientIds(cursor.position(), cursor.limit()));
    }

    private CompletableFuture<Page<ClientSession>> sessions(
            Cursor cursor, Supplier<CompletableFuture<Listing>> clients) {
        return queue.call(
                Sessions.ofAll(),
                () -> clients.get()
                        .thenCompose(listing -> directory
                                .sessions(listing.names())
                                .thenApply(stored -> {
                                    List<ClientSession> sessions = new ArrayList<>(stored.size());
                                    stored.forEach((clientId, session) ->
                                            sessions.add(new ClientSession(clientId, object(session))));
                                    return page(sessions, listing, cursor);
                                })));
    }
}
