<#import "template.ftl" as layout>
<@layout.registrationLayout displayMessage=message?has_content displayInfo=false; section>
    <#if section = "header">
        ${msg("gatehouseLinkTitle")}
    <#elseif section = "form">
    <#if link.isOpen>
    <form id="gatehouse-link-form" class="${properties.kcFormClass!}" action="${link.action}" method="post">
        <input type="hidden" name="key" value="${link.key}">
        <input type="hidden" name="state_checker" value="${link.stateChecker}">
        <p id="gatehouse-link-who">${msg("gatehouseLinkWho", link.client, link.address)}</p>
        <#if link.isNew><p id="gatehouse-link-new">${msg("gatehouseLinkNew")}</p></#if>
        <div class="${properties.kcFormGroupClass!}">
            <button id="gatehouse-link-login" type="submit" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}">${msg("doLogIn")}</button>
        </div>
        <p><small>${msg("gatehouseLinkNotYou")}</small></p>
    </form>
    <#elseif link.again?has_content>
    <p>${msg("gatehouseLinkWhy")}</p>
    <a id="gatehouse-link-again" class="${properties.kcButtonClass!} ${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!} ${properties.kcButtonLargeClass!}" href="${link.again}">${msg("gatehouseLinkAgain")}</a>
    <#else>
    <p>${msg("gatehouseLinkWhy")}</p>
    <p>${msg("gatehouseLinkAgainThere")}</p>
    </#if>
    </#if>
</@layout.registrationLayout>
