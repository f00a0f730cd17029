package io.gatefarm.examples.mvcpush;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.gatefarm.push.Gateway;
import io.gatefarm.redis.directory.Change;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.SessionAttribute;

/**
 * Where a page brings its client id: {@code POST /bind {"client_id":"0k3.."}} makes the connection the session's user's.
 *
 * <p>A client id is a secret between gateway, page and application, so whoever has it has the connection. It is still checked: a
 * connection that is another user's already stays with that user.
 */
@RestController
class BindController {
    private final Gateway gateway;

    BindController(Gateway gateway) {
        this.gateway = gateway;
    }

    record Bind(@JsonProperty("client_id") @Nullable String clientId) {}

    @PostMapping("/bind")
    CompletionStage<ResponseEntity<Map<String, String>>> bind(
            @RequestBody Bind request,
            @SessionAttribute(User.ATTRIBUTE) User user,
            @SessionAttribute(BoundClients.ATTRIBUTE) BoundClients clients) {
        String clientId = request.clientId();
        if (clientId == null) {
            return CompletableFuture.completedFuture(answer(HttpStatus.BAD_REQUEST, "client_id is missing"));
        }
        if (gateway.uidOf(clientId).filter(uid -> !uid.equals(user.uid())).isPresent()) {
            return CompletableFuture.completedFuture(
                    answer(HttpStatus.FORBIDDEN, "this client belongs to somebody else"));
        }
        clients.forgetGone();
        return clients.bind(clientId).thenApply(BindController::answer);
    }

    private static ResponseEntity<Map<String, String>> answer(Change change) {
        return switch (change) {
            case DONE, UNCHANGED -> ResponseEntity.ok(Map.of("bound", "true"));
            case OFFLINE -> answer(HttpStatus.NOT_FOUND, "there is no such client");
        };
    }

    private static ResponseEntity<Map<String, String>> answer(HttpStatus status, String error) {
        return ResponseEntity.status(status).body(Map.of("error", error));
    }
}
