package io.gatefarm.examples.mvcpush;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.WebUtils;

/**
 * What is checked before every controller. An application with Spring Security has this already, and better.
 *
 * <ul>
 *   <li>A request that changes something must come from the application's own pages. Browsers say in {@code Origin} where a POST
 *       comes from; the session cookie's SameSite does not help against another port of the same host.
 *   <li>Whatever is not a page needs a user in the session.
 * </ul>
 */
@Configuration(proxyBeanMethods = false)
class RequestChecks implements WebMvcConfigurer {
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self' ws: wss:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new HandlerInterceptor() {
            @Override
            public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
                    throws IOException {
                response.setHeader("Content-Security-Policy", CONTENT_POLICY);
                response.setHeader("Cache-Control", "no-store"); // nobody sees a page after its user's logout
                return isOwnOrigin(request) || refuse(response, HttpServletResponse.SC_FORBIDDEN);
            }
        });
        registry.addInterceptor(new HandlerInterceptor() {
                    @Override
                    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
                            throws IOException {
                        return isLoggedIn(request) || refuse(response, HttpServletResponse.SC_UNAUTHORIZED);
                    }
                })
                .addPathPatterns("/me", "/bind", "/push/*");
    }

    /** True also without {@code Origin}: that is no browser, and nobody's cookie is abused. */
    private static boolean isOwnOrigin(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                || request.getMethod().equals("HEAD")
                || WebUtils.isSameOrigin(new ServletServerHttpRequest(request));
    }

    private static boolean isLoggedIn(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(User.ATTRIBUTE) != null;
    }

    private static boolean refuse(HttpServletResponse response, int status) throws IOException {
        response.sendError(status);
        return false;
    }
}
