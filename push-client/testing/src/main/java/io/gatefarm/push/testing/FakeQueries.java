package io.gatefarm.push.testing;

import com.google.gson.JsonObject;
import io.gatefarm.push.AsyncQueries;
import io.gatefarm.push.ClientSession;
import io.gatefarm.push.Cursor;
import io.gatefarm.push.Page;
import io.gatefarm.redis.key.Names;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers at once, from memory. Thread-safe. */
final class FakeQueries implements AsyncQueries {
    private static final String UID = "uid";
    private static final String GROUP = "group";

    private final FakeDirectory directory;

    FakeQueries(FakeDirectory directory) {
        this.directory = directory;
    }

    private static <T> CompletableFuture<T> answer(T value) {
        return CompletableFuture.completedFuture(value);
    }

    /** A bad cursor fails the stage, as a real gateway's does. */
    private static <T> CompletableFuture<Page<T>> page(Supplier<Page<T>> listing) {
        try {
            return answer(listing.get());
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static <T> Map<String, T> each(List<String> names, Function<String, T> question) {
        Map<String, T> answers = new LinkedHashMap<>();
        names.forEach(name -> answers.put(name, question.apply(name)));
        return answers;
    }

    @Override
    public CompletableFuture<Boolean> isOnline(String clientId) {
        return answer(directory.isOnline(clientId));
    }

    @Override
    public CompletableFuture<Boolean> isUidOnline(String uid) {
        return answer(isOnlineUid(Names.check(UID, uid)));
    }

    private boolean isOnlineUid(String uid) {
        return !directory.clientIdsOfUid(uid).isEmpty();
    }

    @Override
    public CompletableFuture<Set<String>> onlineUids(Collection<String> uids) {
        Set<String> online = new LinkedHashSet<>(Names.checkEach(UID, uids));
        online.removeIf(uid -> !isOnlineUid(uid));
        return answer(online);
    }

    @Override
    public CompletableFuture<Long> countClients() {
        return answer(directory.countClients());
    }

    @Override
    public CompletableFuture<Long> countClients(String group) {
        return answer(directory.countMembers(Names.check(GROUP, group)));
    }

    @Override
    public CompletableFuture<Map<String, Long>> countClients(Collection<String> groups) {
        return answer(each(Names.checkEach(GROUP, groups), directory::countMembers));
    }

    @Override
    public CompletableFuture<Long> countUids() {
        return answer(directory.countUids());
    }

    @Override
    public CompletableFuture<Long> countUids(String group) {
        return answer((long) directory.uidsOfGroup(Names.check(GROUP, group)).size());
    }

    @Override
    public CompletableFuture<Long> countGroups() {
        return answer(directory.countGroups());
    }

    @Override
    public CompletableFuture<Page<String>> clientIds(Cursor cursor) {
        return page(() -> directory.clientIds(cursor));
    }

    @Override
    public CompletableFuture<Page<String>> clientIdsOfGroup(String group, Cursor cursor) {
        Names.check(GROUP, group);
        return page(() -> directory.clientIdsOfGroup(group, cursor));
    }

    @Override
    public CompletableFuture<List<String>> clientIdsOfUid(String uid) {
        return answer(directory.clientIdsOfUid(Names.check(UID, uid)));
    }

    @Override
    public CompletableFuture<Map<String, List<String>>> clientIdsOfUids(Collection<String> uids) {
        return answer(each(Names.checkEach(UID, uids), directory::clientIdsOfUid));
    }

    @Override
    public CompletableFuture<Page<String>> uids(Cursor cursor) {
        return page(() -> directory.uids(cursor));
    }

    @Override
    public CompletableFuture<Page<String>> uidsOfGroup(String group, Cursor cursor) {
        Names.check(GROUP, group);
        return page(() -> directory.uidsOfGroup(group, cursor));
    }

    @Override
    public CompletableFuture<Page<String>> groups(Cursor cursor) {
        return page(() -> directory.groups(cursor));
    }

    @Override
    public CompletableFuture<Set<String>> groupsOf(String clientId) {
        return answer(directory.groupsOf(clientId));
    }

    @Override
    public CompletableFuture<Optional<String>> uidOf(String clientId) {
        return answer(directory.uidOf(clientId));
    }

    @Override
    public CompletableFuture<JsonObject> session(String clientId) {
        return answer(directory.session(clientId));
    }

    @Override
    public CompletableFuture<Page<ClientSession>> sessionsOfGroup(String group, Cursor cursor) {
        Names.check(GROUP, group);
        return page(() -> directory.sessionsOfGroup(group, cursor));
    }

    @Override
    public CompletableFuture<Page<ClientSession>> sessions(Cursor cursor) {
        return page(() -> directory.sessions(cursor));
    }
}
