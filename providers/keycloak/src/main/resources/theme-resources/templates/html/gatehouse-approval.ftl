<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("gatehouseApprovalIntro", agentName, agentId, realmName)}</p>
<ul>
  <li>${msg("gatehouseApprovalScopes", scopes)}</li>
  <li>${msg("gatehouseApprovalTargets", targets)}</li>
  <#if intent?has_content><li>${msg("gatehouseApprovalIntent", intent)}</li></#if>
  <#if message?has_content><li>${msg("gatehouseApprovalRule", message)}</li></#if>
</ul>
<p>${msg("gatehouseApprovalLink", minutes)}<br><a href="${link}">${link}</a></p>
<p>${msg("gatehouseApprovalNothing")}</p>
</@layout.emailLayout>
