package io.gatehouse.plan;

import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.CsvText;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Query;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /usage}: what the realm has and uses, or the organization that the call is narrowed to. */
@Tag(name = "Plans")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class UsageResource {
    /** Most days of one answer. */
    static final int MAX_DAYS = 366;

    private static final int DEFAULT_DAYS = 30;

    private final Call call;
    private final Usage usage;

    /** Serves one call. */
    public UsageResource(Call call, Usage usage) {
        this.call = call;
        this.usage = usage;
    }

    /** Shows what there is and what was used in this month. */
    @GET
    @Operation(
            operationId = "getUsage",
            summary = "Show what the realm has and uses, or the organization that X-Project-Id names")
    @APIResponseSchema(
            value = UsageRepresentation.class,
            responseCode = "200",
            responseDescription = "How much of each limit is used, and when it begins anew")
    public Response get() {
        Holder holder = permit();
        call.noQuery();
        return Answer.ok(usage.of(holder));
    }

    /** Shows what was used on each day. */
    @GET
    @Path("history")
    @Operation(
            operationId = "getUsageHistory",
            summary = "Show what was used on each day, for charts; as CSV for spreadsheets, safe against formulas")
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "First day, in the realm's zone; default: 30 days up to the last",
            schema = @Schema(implementation = String.class, format = "date"))
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "Last day; default: today. At most 366 days",
            schema = @Schema(implementation = String.class, format = "date"))
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            implementation = String.class,
                            enumeration = {"json", "csv"},
                            defaultValue = "json"))
    @APIResponse(
            responseCode = "200",
            description = "Each day, those without use too",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = UsageRepresentation.History.class)),
                @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class))
            })
    public Response history() {
        Holder holder = permit();
        Query query = call.query("from", "to", "format");
        String format = query.text("format").orElse("json");
        if (!format.equals("json") && !format.equals("csv")) {
            throw GatehouseException.badRequest("invalid_parameter", "format must be json or csv.");
        }
        LocalDate last = query.text("to").map(text -> day("to", text)).orElseGet(usage::today);
        LocalDate first =
                query.text("from").map(text -> day("from", text)).orElseGet(() -> last.minusDays(DEFAULT_DAYS - 1));
        long days = ChronoUnit.DAYS.between(first, last) + 1;
        if (days < 1 || days > MAX_DAYS) {
            throw GatehouseException.badRequest(
                    "invalid_parameter", "from and to must name 1 to " + MAX_DAYS + " days.");
        }
        List<UsageRepresentation.Day> history = usage.history(holder, first, last);
        return format.equals("json") ? Answer.ok(new UsageRepresentation.History(history)) : csv(history);
    }

    private static Response csv(List<UsageRepresentation.Day> history) {
        StringBuilder text = new StringBuilder(CsvText.line(List.of("day", "tokens", "verifications")));
        history.forEach(day -> text.append(CsvText.line(List.of(day.day(), day.tokens(), day.verifications()))));
        return Response.ok(text.toString())
                .type("text/csv;charset=utf-8")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"gatehouse-usage.csv\"")
                .build();
    }

    /** Four digits for the year, so that no text makes a number of days that nobody can count. */
    private static LocalDate day(String name, String text) {
        try {
            if (text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeException e) {
            throw noDay(name);
        }
        throw noDay(name);
    }

    private static GatehouseException noDay(String name) {
        return GatehouseException.badRequest("invalid_parameter", name + " must be a day such as 2026-07-01.");
    }

    /** Whose usage it is: who manages an organization sees that one's, and the realm's sees who reads plans. */
    private Holder permit() {
        String only = call.caller().onlyOrganizationId();
        Permission needed = Permission.PLANS_READ;
        if (only != null
                && call.caller()
                        .reach(needed)
                        .covers(new Owner(Owner.Type.REALM, call.scope().realmId()), only)) {
            return new Holder(only);
        }
        call.caller().require(needed);
        return Holder.REALM;
    }
}
