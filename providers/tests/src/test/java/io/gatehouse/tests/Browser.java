package io.gatehouse.tests;

import io.gatehouse.testkit.http.Answer;
import io.gatehouse.testkit.http.Http;
import io.gatehouse.testkit.http.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Just enough of a browser for Keycloak's pages: keeps cookies and sends forms. Follows no redirect by itself. */
public final class Browser {
    private static final Pattern FORM_ACTION = Pattern.compile("<form[^>]*\\saction=\"([^\"]+)\"");

    private final Http http;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /** @param http where it sends its requests */
    public Browser(Http http) {
        this.http = http;
    }

    public Answer open(String address) {
        return kept(withCookies(http.get(address)).send());
    }

    /** Fills in the only form of the page and sends it; names and values in turn. */
    public Answer submit(Answer page, String... namesAndValues) {
        Matcher action = FORM_ACTION.matcher(page.body());
        if (!action.find()) {
            throw new AssertionError("No form on the page of " + page.request() + ": " + page.body());
        }
        String address = action.group(1).replace("&amp;", "&");
        return kept(withCookies(http.post(address)).form(namesAndValues).send());
    }

    private Request withCookies(Request request) {
        if (cookies.isEmpty()) {
            return request;
        }
        return request.header(
                "Cookie",
                cookies.entrySet().stream()
                        .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                        .collect(Collectors.joining("; ")));
    }

    private Answer kept(Answer answer) {
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String pair = cookie.split(";", 2)[0];
            int equals = pair.indexOf('=');
            String name = pair.substring(0, equals);
            if (cookie.contains("Max-Age=0")) {
                cookies.remove(name);
            } else {
                cookies.put(name, pair.substring(equals + 1));
            }
        }
        return answer;
    }
}
