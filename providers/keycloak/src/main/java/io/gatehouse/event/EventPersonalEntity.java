package io.gatehouse.event;

import io.gatehouse.core.audit.Commitment;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Base64;
import org.jspecify.annotations.NullUnmarked;

/**
 * Row of GATEHOUSE_EVENT_PERSONAL: one fact of an event that tells of a person, with its own salt. The audit leaf commits
 * to the salted value, so that value and salt can be erased and every proof still verifies.
 */
@Entity(name = "GatehouseEventPersonal")
@Table(name = "GATEHOUSE_EVENT_PERSONAL")
@NullUnmarked
class EventPersonalEntity {
    /** Longest value, in characters: a user agent, an e-mail address, an intent. */
    static final int MAX_VALUE_LENGTH = 500;

    /** Some databases count a character outside the basic plane as two. */
    private static final int COLUMN_LENGTH = 2 * MAX_VALUE_LENGTH;

    @Id
    @Column(name = "ID", length = 36)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "EVENT_ID", nullable = false, length = 36)
    private String eventId;

    @Column(name = "SUBJECT_ID", length = 255)
    private String subjectId;

    @Column(name = "NAME", nullable = false, length = 32)
    private String name;

    @Column(name = "SALT", length = 43)
    private String salt;

    @Column(name = "VALUE_TEXT", length = COLUMN_LENGTH)
    private String value;

    @Column(name = "COMMITMENT", nullable = false, length = Commitment.TEXT_LENGTH)
    private String commitment;

    protected EventPersonalEntity() {}

    EventPersonalEntity(
            String id, String realmId, String eventId, String subjectId, String name, byte[] salt, String value) {
        this.id = id;
        this.realmId = realmId;
        this.eventId = eventId;
        this.subjectId = subjectId;
        this.name = name;
        this.salt = Base64.getUrlEncoder().withoutPadding().encodeToString(salt);
        this.value = cut(value);
        this.commitment = Commitment.of(name, salt, this.value);
    }

    private static String cut(String value) {
        boolean isLong = value.codePointCount(0, value.length()) > MAX_VALUE_LENGTH;
        return isLong ? value.substring(0, value.offsetByCodePoints(0, MAX_VALUE_LENGTH)) : value;
    }
}
