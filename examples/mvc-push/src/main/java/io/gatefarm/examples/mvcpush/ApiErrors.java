package io.gatefarm.examples.mvcpush;

import io.gatefarm.push.OverloadedException;
import io.gatefarm.redis.connection.RedisUnavailableException;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What a failed request is answered with: {@code {"error":".."}}. */
@RestControllerAdvice(annotations = org.springframework.web.bind.annotation.RestController.class)
class ApiErrors {
    @ExceptionHandler(IllegalArgumentException.class)
    @ResponseStatus(HttpStatus.BAD_REQUEST)
    Map<String, String> bad(IllegalArgumentException e) {
        return Map.of("error", String.valueOf(e.getMessage()));
    }

    /** Whether it was sent is unknown, and nobody sends it again by himself. */
    @ExceptionHandler({RedisUnavailableException.class, OverloadedException.class})
    @ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
    Map<String, String> away(RuntimeException e) {
        return Map.of("error", "pushing does not work at the moment");
    }
}
