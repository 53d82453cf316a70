package io.gatehouse.token;

import io.gatehouse.eligibility.DelegatedToken;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/**
 * Row of GATEHOUSE_TOKEN_TIE: a revocation that would end a token on behalf of a user, besides that of itself and its agent. The
 * status lists read it; the row goes with that of the token.
 */
@Entity(name = "GatehouseTokenTie")
@Table(name = "GATEHOUSE_TOKEN_TIE")
@NamedQuery(
        name = "gatehouse.statusTokensByTies",
        query = "select t.statusIndex from GatehouseToken t, GatehouseTokenTie x, GatehouseRevocation r"
                + " where t.statusList = :list and t.realmId = :realm and x.tokenId = t.id and x.realmId = :realm"
                + " and r.realmId = :realm and r.seq > :seq and r.kind = x.kind and r.subject = x.subject"
                + " and x.issuedAtMs <= r.notBeforeMs")
@NullUnmarked
class TokenTieEntity {
    @Id
    @Column(name = "ID", length = 42)
    private String id;

    @Column(name = "REALM_ID", nullable = false, length = 36)
    private String realmId;

    @Column(name = "TOKEN_ID", nullable = false, length = 39)
    private String tokenId;

    @Column(name = "KIND", nullable = false, length = 16)
    private String kind;

    @Column(name = "SUBJECT", nullable = false)
    private String subject;

    @Column(name = "ISSUED_AT_MS", nullable = false)
    private long issuedAtMs;

    protected TokenTieEntity() {}

    /** @param number of the tie among those of the token, from 0 to 99 */
    TokenTieEntity(String realmId, String tokenId, int number, DelegatedToken.Tie tie) {
        this.id = tokenId + "." + number;
        this.realmId = realmId;
        this.tokenId = tokenId;
        this.kind = tie.kind().text();
        this.subject = tie.id();
        this.issuedAtMs = tie.issuedAtMs();
    }
}
