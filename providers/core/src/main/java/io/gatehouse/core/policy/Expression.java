package io.gatehouse.core.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A condition written in the Common Expression Language over the facts of a request: type-checked and compiled once, bounded in
 * length, size, depth and steps, and never throwing. A fact that is not known is an empty text. Immutable, for any number of
 * threads.
 *
 * <p>There are no regular expressions, no {@code map} and {@code filter}, and no {@code dyn}: every step costs at most what the
 * texts in it are long, and an expression of {@value #MAX_NODES} parts takes at most {@value #MAX_ITERATIONS} turns.
 */
final class Expression {
    /** Longest expression, in characters. */
    static final int MAX_LENGTH = 1_000;

    /** Most parts of an expression. */
    static final int MAX_NODES = 200;

    /** Most turns of all its loops together. */
    static final int MAX_ITERATIONS = 1_000;

    private static final int MAX_DEPTH = 20;
    private static final int MAX_DETAIL_LENGTH = 300;
    private static final String CODE = "invalid_expression";

    /**
     * Facts that the asker chooses or only says of itself. An expression about scopes or targets is asked of the request as a
     * whole; if it could allow one, or settle one, another that was asked for beside it would slip through.
     */
    private static final Set<String> CHOSEN_BY_ASKER =
            Set.of("framework", "model_provider", "metadata", "intent", "scope", "target");

    /** What an expression comes to. */
    enum Outcome {
        TRUE,
        FALSE,
        /** It could not be computed. */
        ERROR
    }

    /** Made at the first expression: it costs a second or two, and most realms have none. */
    private static final class Environment {
        static final CelOptions OPTIONS = CelOptions.current()
                .maxExpressionCodePointSize(MAX_LENGTH)
                .maxParseRecursionDepth(MAX_DEPTH)
                .maxParseExpressionNodeCount(MAX_NODES)
                .comprehensionMaxIterations(MAX_ITERATIONS)
                .build();
        static final CelCompiler COMPILER = compiler();
        static final CelRuntime RUNTIME =
                CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();

        private static CelCompiler compiler() {
            CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(OPTIONS)
                    .setStandardMacros(
                            CelStandardMacro.HAS,
                            CelStandardMacro.ALL,
                            CelStandardMacro.EXISTS,
                            CelStandardMacro.EXISTS_ONE)
                    .setStandardEnvironmentEnabled(false)
                    .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                            .excludeFunctions(StandardFunction.MATCHES, StandardFunction.DYN)
                            .build())
                    .addVar("scope", ListType.create(SimpleType.STRING))
                    .addVar("target", ListType.create(SimpleType.STRING))
                    .addVar("ttl", SimpleType.INT)
                    .addVar("chain_depth", SimpleType.INT)
                    .addVar("intent", SimpleType.STRING)
                    .addVar("ip", SimpleType.STRING)
                    .addVar("now", SimpleType.TIMESTAMP)
                    .addVar("metadata", MapType.create(SimpleType.STRING, SimpleType.STRING))
                    .setResultType(SimpleType.BOOL);
            for (Attribute attribute : Attribute.values()) {
                CelCompilerBuilder ignored = builder.addVar(attribute.text(), SimpleType.STRING);
            }
            return builder.build();
        }
    }

    private final String text;
    private final CelRuntime.Program program;
    private final boolean isChosenByAsker;

    private Expression(String text, CelRuntime.Program program, boolean isChosenByAsker) {
        this.text = text;
        this.program = program;
        this.isChosenByAsker = isChosenByAsker;
    }

    /** The expression of a text; empty when it is none, and {@code faults} are told why and where. */
    static Optional<Expression> read(JsonNode node, String pointer, Faults faults) {
        return faults.text(node, pointer, MAX_LENGTH).flatMap(text -> compiled(text, pointer, faults));
    }

    private static Optional<Expression> compiled(String text, String pointer, Faults faults) {
        try {
            CelValidationResult result = Environment.COMPILER.compile(text);
            if (result.hasError()) {
                result.getErrors().forEach(issue -> faults.add(pointer, CODE, detail(issue)));
                return Optional.empty();
            }
            CelAbstractSyntaxTree tree = result.getAst();
            return Optional.of(
                    new Expression(text, Environment.RUNTIME.createProgram(tree), namesAny(tree, CHOSEN_BY_ASKER)));
        } catch (CelValidationException | CelEvaluationException | RuntimeException e) {
            faults.add(pointer, CODE, "This cannot be compiled.");
            return Optional.empty();
        }
    }

    private static String detail(CelIssue issue) {
        String message = issue.getMessage();
        return "Line %d, column %d: %s"
                .formatted(
                        issue.getSourceLocation().getLine(),
                        issue.getSourceLocation().getColumn() + 1,
                        message.length() > MAX_DETAIL_LENGTH ? message.substring(0, MAX_DETAIL_LENGTH) : message);
    }

    /** A name of a loop that hides a fact counts as the fact. */
    private static boolean namesAny(CelAbstractSyntaxTree tree, Set<String> names) {
        return CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == ExprKind.Kind.IDENT)
                .map(node -> node.expr().ident().name())
                .anyMatch(name -> names.contains(name.startsWith(".") ? name.substring(1) : name));
    }

    /** What it comes to; an end that takes too many turns is an error too. */
    Outcome of(Facts facts) {
        try {
            Object result = program.eval((String name) -> Optional.ofNullable(value(name, facts)));
            if (result instanceof Boolean holds) {
                return holds ? Outcome.TRUE : Outcome.FALSE;
            }
            return Outcome.ERROR;
        } catch (CelEvaluationException | RuntimeException e) {
            return Outcome.ERROR;
        }
    }

    private static Object value(String name, Facts facts) {
        return switch (name) {
            case "scope" -> facts.scopes();
            case "target" -> facts.targets();
            case "ttl" -> facts.ttlSeconds();
            case "chain_depth" -> (long) facts.chainDepth();
            case "intent" -> facts.intent() == null ? "" : facts.intent();
            case "ip" -> facts.ip() == null ? "" : facts.ip().toString();
            case "now" -> Instant.ofEpochMilli(facts.nowMs());
            case "metadata" -> facts.metadata();
            default -> Attribute.of(name).flatMap(facts::text).orElse("");
        };
    }

    /** As it was written. */
    String text() {
        return text;
    }

    /** Whether it rests on what the asker chooses or says of itself, so that it may make a decision stricter but never laxer. */
    boolean isChosenByAsker() {
        return isChosenByAsker;
    }
}
