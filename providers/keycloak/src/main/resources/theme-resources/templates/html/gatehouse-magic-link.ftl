<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg("gatehouseLinkMailIntro", clientName, realmName)}</p>
<p><a href="${link}">${link}</a></p>
<p>${msg("gatehouseLinkMailOnce", minutes)}<#if isSameBrowser> ${msg("gatehouseLinkMailBrowser")}</#if></p>
<p>${msg("gatehouseLinkMailNothing")}</p>
</@layout.emailLayout>
