package io.gatefarm.examples.mvcpush;

import io.gatefarm.push.Gateway;
import io.gatefarm.push.Receipt;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.SessionAttribute;

/**
 * Pushes to a user, a team and everyone. None of them waits for Redis on the servlet thread; the answer is the receipt: how many
 * clients were addressed.
 */
@RestController
class PushController {
    private final Gateway gateway;
    private final Clock clock = Clock.systemUTC();

    PushController(Gateway gateway) {
        this.gateway = gateway;
    }

    /** @param to a user's or a team's name; nothing for everyone */
    record Request(@Nullable String to, @Nullable String text) {}

    record Answer(String status, long clients) {
        static Answer of(Receipt receipt) {
            return new Answer(receipt.status().name(), receipt.clients());
        }
    }

    @PostMapping("/push/user")
    CompletionStage<Answer> toUser(@RequestBody Request request, @SessionAttribute(User.ATTRIBUTE) User user) {
        String text = push("user", user, request);
        return gateway.sendToUid(given("to", request.to()), text).thenApply(Answer::of);
    }

    @PostMapping("/push/team")
    CompletionStage<Answer> toTeam(@RequestBody Request request, @SessionAttribute(User.ATTRIBUTE) User user) {
        String text = push("team", user, request);
        return gateway.sendToGroup(User.groupOf(given("to", request.to())), text)
                .thenApply(Answer::of);
    }

    @PostMapping("/push/all")
    CompletionStage<Answer> toAll(@RequestBody Request request, @SessionAttribute(User.ATTRIBUTE) User user) {
        return gateway.sendToAll(push("all", user, request)).thenApply(Answer::of);
    }

    private String push(String to, User from, Request request) {
        return new Push(to, from.name(), given("text", request.text()), clock.instant()).toJson();
    }

    private static String given(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value.strip();
    }
}
