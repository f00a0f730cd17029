package io.gatefarm.examples.mvcpush;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The web application. Redis, a gateway and a worker with {@code --events push-only} run elsewhere. */
@SpringBootApplication(proxyBeanMethods = false)
public class MvcPushApplication {
    public static void main(String[] args) {
        SpringApplication.run(MvcPushApplication.class, args);
    }
}
