package io.gatefarm.push;

import static io.gatefarm.push.Farm.answer;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts every question to a {@link Gateway} at a quiet point and compares the answers with the model's. Owned by one thread. */
final class DirectoryComparison {
    private static final String NEVER = "never used";
    private static final List<Integer> LIMITS = List.of(1, 3, 20, 150);
    /** Limits below make too many pages of a large listing. */
    private static final int LARGE = 200;

    private static final int SAMPLE = 100;
    /** The queue takes 10,000. */
    private static final int ASKED_AT_ONCE = 1_000;

    private final DirectoryModel model;
    private final Gateway push;
    private final Random random;
    private final String where;

    /** @param where for messages */
    DirectoryComparison(DirectoryModel model, Gateway push, Random random, String where) {
        this.model = model;
        this.push = push;
        this.random = random;
        this.where = where;
    }

    void run(List<String> groups, List<String> uids) {
        compareApp();
        compareGroups(plus(groups, NEVER));
        compareUids(plus(uids, NEVER));
        List<String> clients = new ArrayList<>(model.clientIds());
        clients.addAll(model.closedClientIds());
        clients.addAll(sample(List.copyOf(model.finishedClientIds())));
        clients.add("0000000000000000000");
        clients.add(NEVER);
        sample(clients).forEach(this::compareClient);
        compareAtOnce(clients, sample(groups), sample(uids));
    }

    private static List<String> plus(List<String> names, String more) {
        List<String> all = new ArrayList<>(names);
        all.add(more);
        return all;
    }

    private <T> List<T> sample(List<T> all) {
        List<T> mixed = new ArrayList<>(all);
        Collections.shuffle(mixed, random);
        return mixed.subList(0, Math.min(SAMPLE, mixed.size()));
    }

    // ---- blocking

    private void compareApp() {
        same(push.countClients(), model.clientIds().size(), "countClients");
        same(push.countGroups(), model.groups().size(), "countGroups");
        same(push.countUids(), model.uids().size(), "countUids");
        sameElements(push::clientIds, model.clientIds(), "clientIds");
        sameElements(push::groups, model.groups(), "groups");
        sameElements(push::uids, model.uids(), "uids");
        sameElements(push::sessions, sessions(model.clientIds()), "sessions");
    }

    private Set<ClientSession> sessions(Set<String> clientIds) {
        return clientIds.stream()
                .map(clientId -> new ClientSession(clientId, model.session(clientId)))
                .collect(Collectors.toSet());
    }

    private void compareGroups(List<String> groups) {
        Map<String, Long> members = groups.stream()
                .collect(toMap(g -> g, g -> (long) model.clientIdsOfGroup(g).size()));
        same(push.countClients(groups), members, "countClients of all groups");
        for (String group : groups) {
            Set<String> clients = model.clientIdsOfGroup(group);
            same(push.countClients(group), clients.size(), "countClients " + group);
            same(push.countUids(group), model.uidsOfGroup(group).size(), "countUids " + group);
            sameElements(c -> push.clientIdsOfGroup(group, c), clients, "clientIdsOfGroup " + group);
            sameElements(c -> push.uidsOfGroup(group, c), model.uidsOfGroup(group), "uidsOfGroup " + group);
            sameElements(c -> push.sessionsOfGroup(group, c), sessions(clients), "sessionsOfGroup " + group);
        }
    }

    private void compareUids(List<String> uids) {
        same(push.onlineUids(uids), model.uids(), "onlineUids");
        Map<String, List<String>> clients = push.clientIdsOfUids(uids);
        same(clients.keySet(), Set.copyOf(uids), "uids of clientIdsOfUids");
        for (String uid : uids) {
            Set<String> expected = model.clientIdsOfUid(uid);
            same(push.isUidOnline(uid), !expected.isEmpty(), "isUidOnline " + uid);
            sameElements(push.clientIdsOfUid(uid), expected, "clientIdsOfUid " + uid);
            sameElements(clients.get(uid), expected, "clientIdsOfUids, " + uid);
        }
    }

    private void compareClient(String clientId) {
        same(push.isOnline(clientId), model.isOnline(clientId), "isOnline " + clientId);
        same(push.groupsOf(clientId), model.groupsOf(clientId), "groupsOf " + clientId);
        same(push.uidOf(clientId), model.uidOf(clientId), "uidOf " + clientId);
        same(push.session(clientId), model.session(clientId), "session " + clientId);
    }

    // ---- asynchronous: many questions under way

    private record Asked(String question, CompletionStage<?> answer, Object expected) {}

    private void compareAtOnce(List<String> clients, List<String> groups, List<String> uids) {
        AsyncQueries queries = push.async();
        List<Asked> asked = new ArrayList<>();
        for (String uid : uids) {
            boolean online = model.uids().contains(uid);
            ask(asked, "isUidOnline " + uid, queries.isUidOnline(uid), online);
        }
        for (String group : groups) {
            long uidsOfGroup = model.uidsOfGroup(group).size();
            long members = model.clientIdsOfGroup(group).size();
            ask(asked, "countUids " + group, queries.countUids(group), uidsOfGroup);
            ask(asked, "countClients " + group, queries.countClients(group), members);
        }
        for (String client : clients) {
            ask(asked, "isOnline " + client, queries.isOnline(client), model.isOnline(client));
            ask(asked, "groupsOf " + client, queries.groupsOf(client), model.groupsOf(client));
            ask(asked, "uidOf " + client, queries.uidOf(client), model.uidOf(client));
            ask(asked, "session " + client, queries.session(client), model.session(client));
        }
        compareAnswers(asked);
    }

    private void ask(List<Asked> asked, String question, CompletionStage<?> answer, Object expected) {
        asked.add(new Asked(question, answer, expected));
        if (asked.size() == ASKED_AT_ONCE) {
            compareAnswers(asked);
        }
    }

    private void compareAnswers(List<Asked> asked) {
        asked.forEach(one -> same(answer(one.answer()), one.expected(), one.question() + ", asynchronous"));
        asked.clear();
    }

    // ---- comparing

    private void same(long answer, long expected, String question) {
        same((Object) answer, (Object) expected, question);
    }

    private void same(Object answer, Object expected, String question) {
        if (!answer.equals(expected)) { // a description for each of so many takes longer than the question
            assertThat(answer).as("%s: %s", where, question).isEqualTo(expected);
        }
    }

    private <T> void sameElements(Function<Cursor, Page<T>> query, Set<T> expected, String question) {
        int limit = LIMITS.get(random.nextInt(LIMITS.size()));
        if (expected.size() > LARGE) {
            limit = Math.max(limit, 20);
        }
        List<T> walked = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.start(limit));
        while (next.isPresent()) {
            Page<T> page = query.apply(next.get());
            walked.addAll(page.items());
            next = page.next();
        }
        sameElements(walked, expected, question + ", limit " + limit);
    }

    /** Each expected one once, in any order, and no other. */
    private <T> void sameElements(Collection<T> answer, Set<T> expected, String question) {
        Set<T> missing = new HashSet<>(expected);
        List<T> tooMuch = new ArrayList<>();
        for (T element : answer) {
            if (!missing.remove(element)) {
                tooMuch.add(element);
            }
        }
        same(missing, Set.of(), question + ", missing");
        same(tooMuch, List.of(), question + ", unknown or twice");
    }
}
